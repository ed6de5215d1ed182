import { Migration } from '@mikro-orm/migrations';
import { REVOKE_CHANGE } from '../../kit/append-only.tables.ts';

// Entries that have no place in the chain yet. An entry that commits late stands here until it is linked.
const pending = `create table journal_pending (
  entry_id uuid primary key,
  entered_at timestamptz not null default now()
)`;

// The chain: one sequencer writes it, behind the commit. `linked_at` has the precision that JavaScript reads back.
const links = `create table journal_link (
  seq bigint primary key check (seq > 0),
  entry_id uuid not null unique,
  linked_at timestamptz(3) not null,
  hash bytea not null check (octet_length(hash) = 32)
)`;

const remember = `create function remember_pending_entries() returns trigger language plpgsql as $$
begin
  insert into journal_pending (entry_id) select id from new_entry;
  return null;
end $$`;

const keep = `create function keep_pending_entries() returns trigger language plpgsql as $$
begin
  if exists (select from gone where not exists (select from journal_link where journal_link.entry_id = gone.entry_id)) then
    raise exception 'the ledger is append-only: an entry leaves journal_pending for journal_link only'
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$`;

const triggers = [
  `create trigger remember_pending after insert on journal_entry referencing new table as new_entry
    for each statement execute function remember_pending_entries()`,
  `create trigger keep_pending after delete on journal_pending referencing old table as gone
    for each statement execute function keep_pending_entries()`,
  `create trigger refuse_change before update or truncate on journal_pending
    for each statement execute function refuse_change()`,
  `create trigger refuse_change before update or delete or truncate on journal_link
    for each statement execute function refuse_change()`,
  REVOKE_CHANGE.replace('%s', 'journal_link'),
  'revoke update, truncate on journal_pending from current_user',
];

export class JournalChain extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [pending, links, remember, keep, ...triggers]) this.addSql(statement);
    this.addSql('insert into journal_pending (entry_id) select id from journal_entry');
  }
}
