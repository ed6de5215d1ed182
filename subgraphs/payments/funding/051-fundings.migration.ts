import { Migration } from '@mikro-orm/migrations';

// What was asked and answered about the money of a wave; a repeated request gets the same answer.
const funding = `create table funding (
  wave_number integer not null check (wave_number > 0),
  attempt integer not null check (attempt > 0),
  year integer not null,
  -- All that the people of the wave may be paid, in whole rupiah.
  amount bigint not null check (amount >= 0),
  outcome text not null check (outcome in ('COMMITTED', 'REFUSED')),
  reason text check (reason in ('BUDGET_EXHAUSTED', 'YEAR_WITHOUT_BUDGET', 'SUPERSEDED')),
  decided_at timestamptz not null,
  primary key (wave_number, attempt),
  check ((outcome = 'REFUSED') = (reason is not null))
)`;

export class Fundings extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(funding);
  }
}
