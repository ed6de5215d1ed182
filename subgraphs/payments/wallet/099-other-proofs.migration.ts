import { Migration } from '@mikro-orm/migrations';

export class OtherProofs extends Migration {
  override up(): void {
    // While the key of the proofs is rotated, some partners have the old one, some the new: a person is attested under both.
    this.addSql(`alter table nik_attestation add column other_proofs text[] not null default '{}'`);
  }
}
