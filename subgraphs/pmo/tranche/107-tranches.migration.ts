import { Migration } from '@mikro-orm/migrations';

// The periods of a wave, in each of which a part of its winners begins. A wave that has none is one period.
const tranche = `create table wave_tranche (
  wave_number integer not null references wave,
  tranche_no smallint not null check (tranche_no between 1 and 12),
  starts_on date not null,
  places integer not null check (places > 0),
  primary key (wave_number, tranche_no),
  unique (wave_number, starts_on)
)`;

export class Tranches extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(tranche);
    // Null in a wave of one period.
    this.addSql('alter table award_claim add column tranche_no smallint check (tranche_no between 1 and 12)');
  }
}
