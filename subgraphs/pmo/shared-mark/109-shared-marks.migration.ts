import { Migration } from '@mikro-orm/migrations';

// The key that the token was bound to when the person registered, by its blind index; no row where there was none.
const device = `create table participant_device (
  participant_id uuid primary key,
  device_index bytea not null check (octet_length(device_index) = 16)
)`;

// What more accounts have than usual, by its blind index. The index tells nobody the number or address.
const mark = `create table shared_mark (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('PHONE', 'EMAIL', 'FAMILY_CARD', 'DEVICE')),
  mark bytea not null check (octet_length(mark) = 16),
  accounts integer not null check (accounts > 1),
  flagged_at timestamptz not null,
  counted_at timestamptz not null,
  unique (kind, mark)
)`;

// People whose marks are to be counted.
const due = 'create table shared_mark_due (participant_id uuid primary key)';

// Whoever writes the record, by registering or correcting it: one row a person, and counting has its own time.
const follow = `create function note_marks() returns trigger language plpgsql as $$
begin
  insert into shared_mark_due select participant_id from written order by 1 on conflict do nothing;
  return null;
end $$`;

const triggers = ['insert', 'update'].map(
  (change) => `create trigger note_marks_on_${change} after ${change} on participant_identity
    referencing new table as written for each statement execute function note_marks()`,
);

export class SharedMarks extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [device, mark, due, follow, ...triggers]) this.addSql(statement);
    this.addSql('create index participant_device_ix on participant_device (device_index)');
  }
}
