import { Migration } from '@mikro-orm/migrations';

// What the graph holds, as it was counted last.
const counts = `create table programme_count (
  name text primary key,
  value bigint not null check (value >= 0),
  counted_at timestamptz not null,
  took_ms integer not null
)`;

export class ProgrammeCounts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(counts);
  }
}
