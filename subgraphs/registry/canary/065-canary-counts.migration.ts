import { Migration } from '@mikro-orm/migrations';

/** What each process of a gateway has counted of a canary, as it said last. */
const COUNTS = `create table canary_counts (
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  gateway uuid not null,
  number integer not null check (number > 0),
  counts jsonb not null,
  told_at timestamptz not null,
  primary key (hash, gateway)
)`;

export class CanaryCountsTable extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(COUNTS);
  }
}
