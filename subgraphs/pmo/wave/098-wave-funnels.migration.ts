import { Migration } from '@mikro-orm/migrations';

// Registrations of a wave by region and how far they came, as they were counted last: a request counts no large wave.
const funnels = `create table wave_funnel (
  wave_number integer not null references wave,
  region_code text not null,
  applied integer not null,
  eligible integer not null check (eligible <= applied),
  selected integer not null check (selected <= eligible),
  counted_at timestamptz not null,
  primary key (wave_number, region_code)
)`;

export class WaveFunnels extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(funnels);
  }
}
