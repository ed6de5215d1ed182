import { Migration } from '@mikro-orm/migrations';

export class Suspensions extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // Tokens from before "revoked_at" are void, after a resumption too, and so are sessions and refresh tokens from before
    // "signed_out_at".
    this.addSql(`alter table organization add column revoked_at timestamptz, add column signed_out_at timestamptz`);
    this.addSql(`create index organization_revoked_ix on organization (revoked_at) where revoked_at is not null`);
    this.addSql(`update organization set revoked_at = changed_at, signed_out_at = changed_at
      where status = 'SUSPENDED'`);
  }
}
