import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const TABLES = [
  `create table conformance_run (
    id uuid primary key,
    revision_id uuid not null references subgraph_revision,
    subgraph text not null,
    number integer not null,
    organization text not null,
    sdl_hash text not null,
    address text not null,
    samples jsonb not null,
    status text not null default 'REQUESTED' check (status in ('REQUESTED', 'PASSED', 'FAILED')),
    requested_by text not null,
    requested_at timestamptz not null,
    results jsonb not null default '[]',
    failed_rule text check (char_length(failed_rule) between 1 and 63),
    runner_key text check (runner_key ~ '^[0-9a-f]{64}$'),
    signature text check (signature ~ '^[A-Za-z0-9_-]{86}$'),
    finished_at timestamptz,
    check (num_nulls(runner_key, signature, finished_at) = case when status = 'REQUESTED' then 3 else 0 end),
    check ((status = 'FAILED') = (failed_rule is not null)),
    -- A run is of what was published, and of nothing else.
    foreign key (subgraph, number, sdl_hash, address) references subgraph_revision (subgraph, number, sdl_hash, address),
    unique (id, organization)
  )`,
  // What is asked puts load on an address: one at a time.
  `create unique index conformance_run_open_uq on conformance_run (subgraph) where status = 'REQUESTED'`,
  'create index conformance_run_organization_ix on conformance_run (organization, id desc)',
  'create index conformance_run_content_ix on conformance_run (subgraph, sdl_hash, address, finished_at desc)',
  // The run that opened production to a key, for ever.
  `create table production_key (
    key_id text primary key references publisher_key,
    organization text not null,
    run_id uuid not null,
    activated_by text not null,
    activated_at timestamptz not null,
    foreign key (run_id, organization) references conformance_run (id, organization)
  )`,
];

const NEVER = 'refuse_conformance_change';
const FIXED = [
  'id',
  'revision_id',
  'subgraph',
  'number',
  'organization',
  'sdl_hash',
  'address',
  'samples',
  'requested_by',
  'requested_at',
];
const rowOf = (which: string) => `(${FIXED.map((name) => `${which}.${name}`).join(', ')})`;

const GUARDS = [
  refuseChange({ name: NEVER, message: `'a % stays as it was found', tg_table_name` }),
  `create trigger refuse_change before update on conformance_run for each row
    when (old.status <> 'REQUESTED' or ${rowOf('old')} is distinct from ${rowOf('new')}) execute function ${NEVER}()`,
  `create trigger refuse_birth before insert on conformance_run for each row
    when (new.status <> 'REQUESTED') execute function ${NEVER}()`,
  `create trigger refuse_change before update on production_key for each row execute function ${NEVER}()`,
  ...['conformance_run', 'production_key'].flatMap((table) => [
    `create trigger refuse_delete before delete on ${table} for each row execute function ${NEVER}()`,
    `create trigger refuse_truncate before truncate on ${table} for each statement execute function ${NEVER}()`,
  ]),
];

export class Conformance extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    const moves = refuseOtherMoves('conformance_run', ['REQUESTED>PASSED', 'REQUESTED>FAILED']);
    for (const statement of [...TABLES, ...GUARDS, ...moves]) this.addSql(statement);
  }
}
