import { Migration } from '@mikro-orm/migrations';

const TABLES = [
  // Copies of what gateways count, by hours since 1970; a later copy of an hour replaces an earlier one.
  `create table subgraph_health (
    hour integer not null,
    subgraph text not null,
    calls bigint not null check (calls >= 0),
    failures bigint not null check (failures between 0 and calls),
    latencies bigint[] not null,
    primary key (subgraph, hour)
  )`,
  `create table organization_use (
    hour integer not null,
    organization text not null,
    operations bigint not null check (operations >= 0),
    failed bigint not null check (failed >= 0),
    points bigint not null check (points >= 0),
    primary key (organization, hour)
  )`,
  `create table met_error (
    hour integer not null,
    subgraph text not null,
    organization text not null,
    errors bigint not null check (errors > 0),
    primary key (organization, subgraph, hour)
  )`,
  'create index met_error_subgraph_ix on met_error (subgraph, hour)',
  // Points of a day of Jakarta, counted from the epoch.
  `create table organization_spending (
    day integer not null,
    organization text not null,
    points bigint not null check (points >= 0),
    primary key (organization, day)
  )`,
  // What gateways allow, as they said it last.
  `create table day_budgets (
    id boolean primary key default true check (id),
    budgets jsonb not null,
    latency_bounds integer[] not null,
    counted_at timestamptz not null
  )`,
];

export class Health extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of TABLES) this.addSql(statement);
  }
}
