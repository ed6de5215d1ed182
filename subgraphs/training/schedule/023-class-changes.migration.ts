import { Migration } from '@mikro-orm/migrations';

export class ClassChanges extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(`alter table schedule
      add column published_at timestamptz not null default now(),
      add column cancelled_at timestamptz,
      add column cancel_reason text check (char_length(cancel_reason) between 5 and 500),
      add constraint schedule_cancelled_ck
        check ((cancelled_at is null) = (cancel_reason is null) and (cancelled_at is null or status = 'CANCELLED'))`);
    // Each reservation changes its row: room on the page keeps the new version beside the old one, and out of the indexes.
    this.addSql('alter table schedule set (fillfactor = 50)');
    this.addSql(`create index schedule_running_ix on schedule (ends_at) where status = 'PUBLISHED'`);
  }
}
