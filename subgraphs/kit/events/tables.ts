import { Migration } from '@mikro-orm/migrations';

/**
 * The inbox. Publishers choose their ids: with the source in the key, none can make another's event look like a repeat.
 */
export const inboxTable = `create table event_inbox (
  id uuid not null,
  source text not null,
  type text not null,
  request_id text not null,
  received_at timestamptz not null default now(),
  primary key (id, source)
)`;

/** The tables of the event mechanism, one statement each. */
export const eventTables = (): string[] => [
  // The history of what was published. pg-boss holds only who still has to get it, and forgets it.
  `create table event_outbox (
    id uuid primary key default uuidv7(),
    type text not null,
    version int not null check (version > 0),
    occurred_at timestamptz not null default now(),
    request_id text not null,
    data jsonb not null
  )`,
  inboxTable,
];

/** The migration that every subgraph lists for its events. */
export class EventTables extends Migration {
  override up(): void {
    for (const statement of eventTables()) this.addSql(statement);
  }
}
