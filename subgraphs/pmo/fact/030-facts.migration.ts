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

const REFUSE = 'refuse_fact_change';
const GUARD = 'guard_fact';
const CREATE_MONTH = 'create_fact_month';

const content = `
  id uuid not null,
  organization_id uuid not null,
  type text not null check (char_length(type) between 3 and 64),
  subject text not null check (char_length(subject) between 1 and 128),
  data jsonb not null check (jsonb_typeof(data) = 'object'),
  occurred_at timestamptz(3) not null`;

// Written by many transactions at once, in any order of commits: nothing here is counted.
const pending = `create table fact_pending (
  entry bigint generated always as identity primary key,
  ${content}
)`;

// Locked by the one process that numbers; no transaction of a caller waits for it.
const counter = `create table fact_counter (
  organization_id uuid primary key,
  last_sequence bigint not null check (last_sequence > 0)
)`;

const facts = `create table fact (
  sequence bigint not null check (sequence > 0),
  ${content},
  recorded_at timestamptz(3) not null,
  primary key (organization_id, sequence, recorded_at)
) partition by range (recorded_at)`;

export class Facts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const table of [pending, counter, facts]) this.addSql(table);
    this.addSql('create index fact_id_ix on fact (id)');
    this.addSql(refuseChange({ name: REFUSE, message: `'the log of events is append-only: % is refused', tg_op` }));
    this.addSql(guardPartition({ name: GUARD, refuse: REFUSE, also: [REVOKE_CHANGE] }));
    this.addSql(createMonth({ name: CREATE_MONTH, table: 'fact', guard: GUARD, by: 'moment' }));
    this.addSql(refuseRows('fact', REFUSE));
    for (const statement of guardParents('fact', GUARD)) this.addSql(statement);
    this.addSql(firstMonths(CREATE_MONTH));
  }
}
