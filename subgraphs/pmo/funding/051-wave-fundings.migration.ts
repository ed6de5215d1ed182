import { Migration } from '@mikro-orm/migrations';

// What a wave needs, and whether payments has committed it. A later attempt replaces an earlier one.
const funding = `create table wave_funding (
  wave_number integer not null references wave,
  attempt integer not null check (attempt > 0),
  quota integer not null check (quota >= 0),
  per_person bigint not null check (per_person > 0),
  year integer not null,
  asked_at timestamptz not null,
  outcome text check (outcome in ('COMMITTED', 'REFUSED')),
  reason text,
  decided_at timestamptz,
  primary key (wave_number, attempt),
  check ((outcome is null) = (decided_at is null)),
  check ((outcome is not distinct from 'REFUSED') = (reason is not null))
)`;

export class WaveFundings extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(funding);
  }
}
