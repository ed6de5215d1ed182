import { Migration } from '@mikro-orm/migrations';

export class Suspensions extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // Tokens and sessions from before it are void, after a resumption too.
    this.addSql(`alter table organization add column revoked_at timestamptz`);
    this.addSql(`create index organization_revoked_ix on organization (revoked_at) where revoked_at is not null`);
    this.addSql(`update organization set revoked_at = changed_at where status = 'SUSPENDED'`);
  }
}
