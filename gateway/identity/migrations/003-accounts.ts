import { Migration } from '@mikro-orm/migrations';

export class Accounts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // Of the newest event on its status; those on its keys count in "keys_version".
    this.addSql(`alter table client add column status_version bigint not null default 0`);
    this.addSql(`create index client_suspended_ix on client (id) where status = 'SUSPENDED'`);
    // Whose tokens are refused although they have not expired; after "until" they all have.
    this.addSql(`create table erased_subject (
      subject text primary key,
      erased_at timestamptz not null,
      until timestamptz not null
    )`);
    this.addSql(`create index erased_subject_until_ix on erased_subject (until)`);
  }
}
