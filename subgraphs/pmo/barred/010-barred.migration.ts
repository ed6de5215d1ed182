import { Migration } from '@mikro-orm/migrations';

// One version of a list: a file of another authority, and how far it has been taken in.
const version = `create table barred_list_version (
  id integer generated always as identity primary key,
  list text not null check (list in ('SOCIAL_AID', 'STATE_OFFICIALS', 'STUDENTS')),
  source text not null check (char_length(source) between 3 and 200),
  list_date date not null,
  mode text not null check (mode in ('FULL', 'ADD')),
  file text not null,
  file_sha256 bytea not null check (octet_length(file_sha256) = 32),
  status text not null check (status in ('LOADING', 'RECHECKING', 'DONE', 'REFUSED')),
  refusal text,
  lines integer,
  bad_lines integer[] not null default '{}',
  added integer,
  removed integer,
  to_recheck integer,
  rechecked integer not null default 0,
  barred integer not null default 0,
  reinstated integer not null default 0,
  requested_by text not null,
  request_id text not null,
  requested_at timestamptz not null,
  finished_at timestamptz,
  check ((status = 'REFUSED') = (refusal is not null)),
  check ((status in ('DONE', 'REFUSED')) = (finished_at is not null))
)`;

// One version of a list at a time.
const oneRunning = `create unique index barred_list_running_uq on barred_list_version (list)
  where status in ('LOADING', 'RECHECKING')`;

// Holders of an award whom a version put on a list or took off it, until they have been judged again.
const recheck = `create table barred_recheck (
  version_id integer not null references barred_list_version,
  participant_id uuid not null,
  wave_number integer not null,
  primary key (version_id, participant_id)
)`;

export class BarredLists extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [version, oneRunning, recheck]) this.addSql(statement);
    // What somebody was before a list barred them, so that they can return to it.
    this.addSql(`alter table participant add column barred_from text
      check (barred_from in ('RECIPIENT', 'ACTIVE', 'ALUMNI'))`);
  }
}
