import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const HASH = `~ '^[0-9a-f]{64}$'`;
const SIGNATURE = `~ '^[A-Za-z0-9_-]{86}$'`;

const TABLES = [
  // A text is kept once, under its hash: what is under a hash cannot be another text.
  `create table sdl (
    hash text primary key check (hash = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
    text text not null check (octet_length(text) between 1 and 1048576)
  )`,
  `create table subgraph_revision (
    id uuid primary key,
    subgraph text not null check (subgraph ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and char_length(subgraph) <= 63),
    number integer not null check (number > 0),
    previous_number integer generated always as (nullif(number - 1, 0)) stored,
    organization text not null check (char_length(organization) between 1 and 128),
    previous text check (previous ${HASH}),
    hash text not null unique check (hash ${HASH}),
    sdl_hash text not null references sdl,
    address text not null check (char_length(address) between 1 and 2048),
    rollback_to integer check (rollback_to > 0 and rollback_to < number),
    status text not null default 'PROPOSED' check
      (status in ('PROPOSED', 'CHECKED', 'APPROVED', 'LIVE', 'SUPERSEDED', 'REFUSED', 'WITHDRAWN')),
    findings jsonb not null default '[]',
    publisher_role text not null default 'PUBLISHER' check (publisher_role = 'PUBLISHER'),
    publisher_key text not null,
    publisher_signature text not null check (publisher_signature ${SIGNATURE}),
    proposed_by text not null,
    proposed_at timestamptz not null,
    checked_at timestamptz,
    approver_role text not null default 'APPROVER' check (approver_role = 'APPROVER'),
    approver_organization text,
    approver_key text,
    approver_signature text check (approver_signature ${SIGNATURE}),
    approved_by text,
    approved_at timestamptz,
    live_at timestamptz,
    ended_at timestamptz,
    -- Nobody approves what they published, and no key signs both.
    check (approved_by <> proposed_by),
    check (approver_key <> publisher_key),
    check (num_nulls(approver_organization, approver_key, approver_signature, approved_by, approved_at) in (0, 5)),
    check (status not in ('APPROVED', 'LIVE', 'SUPERSEDED') or approved_at is not null),
    check (status not in ('CHECKED', 'APPROVED', 'LIVE', 'SUPERSEDED') or checked_at is not null),
    check ((status in ('LIVE', 'SUPERSEDED')) = (live_at is not null)),
    check ((status in ('SUPERSEDED', 'REFUSED', 'WITHDRAWN')) = (ended_at is not null)),
    check ((number = 1) = (previous is null)),
    unique (subgraph, number),
    unique (subgraph, number, hash),
    unique (subgraph, number, sdl_hash, address),
    -- The chain: the hash of the statement before it. A number is used once, also by what was refused or withdrawn.
    foreign key (subgraph, previous_number, previous) references subgraph_revision (subgraph, number, hash),
    -- What comes back is what was there.
    foreign key (subgraph, rollback_to, sdl_hash, address)
      references subgraph_revision (subgraph, number, sdl_hash, address),
    -- A key signs for its own organisation and in its own role.
    foreign key (publisher_key, organization, publisher_role) references publisher_key (id, organization, role),
    foreign key (approver_key, approver_organization, approver_role) references publisher_key (id, organization, role)
  )`,
  `create unique index subgraph_revision_live_uq on subgraph_revision (subgraph) where status = 'LIVE'`,
  `create unique index subgraph_revision_open_uq on subgraph_revision (subgraph)
    where status in ('PROPOSED', 'CHECKED', 'APPROVED')`,
  `create index subgraph_revision_live_at_ix on subgraph_revision (live_at desc, id desc) where live_at is not null`,
  // What gateways composed of the live revisions; the number moves with whatever goes live.
  `create table release (
    number integer primary key check (number > 0),
    revision_id uuid not null references subgraph_revision,
    supergraph text not null,
    supergraph_hash text not null check (supergraph_hash = encode(sha256(convert_to(supergraph, 'UTF8')), 'hex')),
    -- What clients see of it, as the changelog says it.
    changes jsonb not null default '[]',
    released_at timestamptz not null
  )`,
];

const NEVER = 'refuse_revision_change';
const FIXED = [
  'id, subgraph, number, organization, previous, hash, sdl_hash, address, rollback_to',
  'publisher_key, publisher_signature, proposed_by, proposed_at',
]
  .join(', ')
  .split(', ');
const ONCE = ['approver_organization', 'approver_key', 'approver_signature', 'approved_by', 'approved_at', 'live_at'];
const rowOf = (which: string, columns: readonly string[]) =>
  `(${columns.map((name) => `${which}.${name}`).join(', ')})`;

const GUARDS = [
  refuseChange({ name: NEVER, message: `'a % stays as it was published', tg_table_name` }),
  `create trigger refuse_change before update on subgraph_revision for each row
    when (${rowOf('old', FIXED)} is distinct from ${rowOf('new', FIXED)}
      or (old.approved_at is not null and ${rowOf('old', ONCE.slice(0, -1))} is distinct from ${rowOf('new', ONCE.slice(0, -1))})
      or (old.live_at is not null and old.live_at is distinct from new.live_at))
    execute function ${NEVER}()`,
  ...['sdl', 'release'].map(
    (table) => `create trigger refuse_change before update on ${table} for each row execute function ${NEVER}()`,
  ),
  ...['sdl', 'subgraph_revision', 'release'].flatMap((table) => [
    `create trigger refuse_delete before delete on ${table} for each row execute function ${NEVER}()`,
    `create trigger refuse_truncate before truncate on ${table} for each statement execute function ${NEVER}()`,
  ]),
  // A new row begins at the beginning: the table of transitions guards what comes then.
  `create trigger refuse_birth before insert on subgraph_revision for each row
    when (new.status <> 'PROPOSED') execute function ${NEVER}()`,
];

const MOVES = [
  'PROPOSED>CHECKED',
  'PROPOSED>REFUSED',
  'PROPOSED>WITHDRAWN',
  'CHECKED>APPROVED',
  'CHECKED>REFUSED',
  'CHECKED>WITHDRAWN',
  'APPROVED>LIVE',
  'APPROVED>REFUSED',
  'APPROVED>WITHDRAWN',
  'LIVE>SUPERSEDED',
];

export class Revisions extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [...TABLES, ...GUARDS, ...refuseOtherMoves('subgraph_revision', MOVES)])
      this.addSql(statement);
  }
}
