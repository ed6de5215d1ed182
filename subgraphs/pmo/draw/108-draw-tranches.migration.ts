import { Migration } from '@mikro-orm/migrations';

// Of a wave with tranches: how many of each region win in which, as its checkpoint says.
const quotas = `create table draw_region_tranche (
  wave_number integer not null,
  attempt smallint not null,
  region_no smallint not null,
  tranche_no smallint not null check (tranche_no between 1 and 12),
  quota integer not null check (quota >= 0),
  primary key (wave_number, attempt, region_no, tranche_no),
  foreign key (wave_number, attempt, region_no) references draw_region
)`;

// The highest rank that wins in this tranche or before it; null where nobody does.
const results = `create table draw_region_tranche_result (
  wave_number integer not null,
  attempt smallint not null,
  region_no smallint not null,
  tranche_no smallint not null,
  threshold bytea check (octet_length(threshold) = 32),
  primary key (wave_number, region_no, tranche_no),
  foreign key (wave_number, attempt, region_no, tranche_no) references draw_region_tranche
)`;

export class DrawTranches extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(quotas);
    this.addSql(results);
    for (const table of ['draw_region_tranche', 'draw_region_tranche_result']) {
      this.addSql(`create trigger refuse_change before update or delete on ${table}
        for each row execute function refuse_draw_change()`);
      this.addSql(`create trigger refuse_truncate before truncate on ${table}
        for each statement execute function refuse_draw_change()`);
    }
  }
}
