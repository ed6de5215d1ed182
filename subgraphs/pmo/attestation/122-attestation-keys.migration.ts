import { Migration } from '@mikro-orm/migrations';

export class AttestationKeys extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // Names of the keys under which a person was attested: while the key is rotated, everyone is under both.
    this.addSql('alter table nik_attestation add column key_ids text[]');
  }
}
