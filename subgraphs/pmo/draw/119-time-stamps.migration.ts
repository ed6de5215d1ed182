import { Migration } from '@mikro-orm/migrations';

const table = `create table draw_time_stamp (
    wave_number integer not null,
    attempt smallint not null,
    authority text not null,
    token bytea not null check (octet_length(token) between 1 and 65536),
    stamped_at timestamptz not null,
    accuracy_ms integer not null check (accuracy_ms >= 0),
    received_at timestamptz not null,
    primary key (wave_number, attempt, authority),
    foreign key (wave_number, attempt) references draw_approval
  )`;

// Evidence stays as it came.
const refuseChange = `create trigger refuse_change before update or delete on draw_time_stamp
  for each row execute function refuse_draw_change()`;

export class TimeStamps extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(table);
    this.addSql(refuseChange);
  }
}
