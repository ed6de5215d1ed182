import { Migration } from '@mikro-orm/migrations';

// A version that would let people go waits for a second officer.
const statuses = `'LOADING', 'PROPOSED', 'RECHECKING', 'DONE', 'REFUSED'`;

export class TwoOfficers extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(`alter table barred_list_version add column kept integer, add column repeated integer,
      add column approved_by text, add column approved_at timestamptz,
      drop constraint barred_list_version_status_check,
      add constraint barred_list_version_status_ck check (status in (${statuses})),
      add constraint barred_list_version_approver_ck check (approved_by <> requested_by),
      add constraint barred_list_version_approval_ck check ((approved_by is null) = (approved_at is null)),
      -- What was in force before had no second officer.
      add constraint barred_list_version_two_ck check (status not in ('RECHECKING', 'DONE')
        or coalesce(removed, 0) = 0 or approved_by is not null) not valid`);
  }
}
