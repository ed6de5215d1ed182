import { Migration } from '@mikro-orm/migrations';
import {
  createMonth,
  firstMonths,
  guardParents,
  guardPartition,
  REVOKE_CHANGE,
  refuseChange,
  refuseRows,
} from '../../kit/append-only.tables.ts';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const REFUSE = 'refuse_webhook_try_change';
const GUARD = 'guard_webhook_try';
const CREATE_MONTH = 'create_webhook_try_month';

// `position`: the number of the last event that was delivered or is not wanted. `turn_at`: when it had its last turn.
const webhook = `create table webhook (
  id uuid primary key,
  organization_id uuid not null references organization,
  url text not null check (char_length(url) between 10 and 600),
  types text[] check (cardinality(types) between 1 and 50),
  status text not null check (status in ('ACTIVE', 'PAUSED', 'REMOVED')),
  paused_because text check (paused_because in ('OWNER', 'FAILING', 'GONE')),
  position bigint not null check (position >= 0),
  failures integer not null default 0 check (failures >= 0),
  failing_since timestamptz(3),
  is_slow boolean not null default false,
  due_at timestamptz(3) not null,
  turn_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  constraint webhook_paused_ck check ((status = 'PAUSED') = (paused_because is not null)),
  constraint webhook_failing_ck check ((failures > 0) = (failing_since is not null))
)`;

const secret = `create table webhook_secret (
  id uuid primary key,
  webhook_id uuid not null references webhook,
  sealed bytea not null,
  created_at timestamptz(3) not null,
  ends_at timestamptz(3)
)`;

const replay = `create table webhook_replay (
  id uuid primary key,
  webhook_id uuid not null references webhook,
  types text[] check (cardinality(types) between 1 and 50),
  fact_ids uuid[] check (cardinality(fact_ids) between 1 and 1000),
  first_sequence bigint not null check (first_sequence > 0),
  last_sequence bigint not null,
  position bigint not null,
  turn_at timestamptz(3) not null,
  requested_at timestamptz(3) not null,
  ended_at timestamptz(3),
  constraint webhook_replay_range_ck check (last_sequence >= first_sequence),
  constraint webhook_replay_position_ck check (position between first_sequence - 1 and last_sequence)
)`;

const tries = `create table webhook_try (
  id uuid not null default uuidv7(),
  webhook_id uuid not null,
  replay_id uuid,
  fact_id uuid not null,
  sequence bigint not null,
  type text not null,
  number integer not null check (number > 0),
  outcome text not null check (outcome in ('DELIVERED', 'REFUSED', 'GONE', 'REDIRECTED', 'TIMED_OUT', 'NOT_CONNECTED',
    'TLS_FAILED', 'NAME_UNKNOWN', 'ADDRESS_FORBIDDEN')),
  status_code integer,
  took_ms integer not null check (took_ms >= 0),
  at timestamptz(3) not null,
  primary key (id, at)
) partition by range (at)`;

export class Webhooks extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const table of [webhook, secret, replay, tries]) this.addSql(table);
    this.addSql('create index webhook_organization_ix on webhook (organization_id, id)');
    this.addSql(`create index webhook_due_ix on webhook (due_at) where status = 'ACTIVE'`);
    this.addSql('create index webhook_secret_webhook_ix on webhook_secret (webhook_id)');
    this.addSql('create index webhook_replay_webhook_ix on webhook_replay (webhook_id, id)');
    this.addSql('create index webhook_replay_open_ix on webhook_replay (webhook_id) where ended_at is null');
    const moves = ['ACTIVE>PAUSED', 'ACTIVE>REMOVED', 'PAUSED>ACTIVE', 'PAUSED>REMOVED'];
    for (const statement of refuseOtherMoves('webhook', moves)) this.addSql(statement);
    this.addSql('create index webhook_try_webhook_ix on webhook_try (webhook_id, id)');
    this.addSql(refuseChange({ name: REFUSE, message: `'the log of tries is append-only: % is refused', tg_op` }));
    this.addSql(guardPartition({ name: GUARD, refuse: REFUSE, also: [REVOKE_CHANGE] }));
    this.addSql(createMonth({ name: CREATE_MONTH, table: 'webhook_try', guard: GUARD, by: 'moment' }));
    this.addSql(refuseRows('webhook_try', REFUSE));
    for (const statement of guardParents('webhook_try', GUARD)) this.addSql(statement);
    this.addSql(firstMonths(CREATE_MONTH));
  }
}
