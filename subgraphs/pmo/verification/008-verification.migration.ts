import { Migration } from '@mikro-orm/migrations';

// How often a NIK (by its blind index) or a caller was tried with, until when it counts. After a crash all begin anew.
const attempt = `create unlogged table attempt (
  subject bytea primary key,
  tries integer not null check (tries > 0),
  until timestamptz not null
) with (fillfactor = 70)`;

const code = `create table verification_code (
  participant_id uuid not null,
  channel text not null check (channel in ('PHONE', 'EMAIL')),
  code_hash bytea check (octet_length(code_hash) = 16),
  expires_at timestamptz not null,
  tries smallint not null default 0 check (tries between 0 and 5),
  locked_until timestamptz,
  sends smallint not null check (sends > 0),
  sends_until timestamptz not null,
  primary key (participant_id, channel)
)`;

// What a correction replaced, sealed with the person's key: erasing the person makes it unreadable too.
const revision = `create table participant_revision (
  participant_id uuid not null,
  version integer not null check (version > 0),
  changed_at timestamptz not null,
  changed_by text not null,
  reason text not null check (char_length(reason) between 1 and 500),
  sealed bytea not null,
  primary key (participant_id, version)
)`;

export class Verification extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(attempt);
    this.addSql(code);
    this.addSql(revision);
  }
}
