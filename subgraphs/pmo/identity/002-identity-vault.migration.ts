import { Migration } from '@mikro-orm/migrations';
import { accessLogTables, vaultTables } from '../../kit/vault/tables.ts';

export class IdentityVault extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // SQL has no key to turn a plain NIK into its blind index. Made-up ones may go; a real one stops the migration.
    this.addSql(`do $$ begin
      if exists (select from nik_claim join participant on participant.id = participant_id where not is_synthetic) then
        raise exception 'nik_claim holds NIKs of people: move them to nik_index with the key of the vault first';
      end if;
    end $$`);
    this.addSql(`drop table nik_claim`);
    for (const statement of [...vaultTables(), ...accessLogTables()]) this.addSql(statement);
    // One NIK, one participant, for ever, also after the person was erased: the index alone tells no one the number.
    this.addSql(`create table nik_claim (
      nik_index bytea primary key check (octet_length(nik_index) = 16),
      participant_id uuid not null
    )`);
    // One sealed record: who may read one of the four may read all, and a page opens one value a person.
    this.addSql(`create table participant_identity (
      participant_id uuid primary key,
      sealed bytea not null,
      kk_index bytea check (octet_length(kk_index) = 16),
      phone_index bytea check (octet_length(phone_index) = 16),
      email_index bytea check (octet_length(email_index) = 16)
    )`);
    for (const found of ['kk', 'phone', 'email']) {
      this.addSql(`create index participant_identity_${found}_ix on participant_identity (${found}_index)`);
    }
  }
}
