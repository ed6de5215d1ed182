import { Migration } from '@mikro-orm/migrations';

export class AttestationKeys extends Migration {
  override up(): void {
    // Names of the keys under which a person was attested: while the key is rotated, everyone is under both.
    this.addSql('alter table nik_attestation add column key_ids text[]');
  }
}
