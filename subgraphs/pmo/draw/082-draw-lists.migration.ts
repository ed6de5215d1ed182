import { Migration } from '@mikro-orm/migrations';

// The bytes of a frozen list never change, so that their hash and the place of each chunk in them are kept.
const list = `create table draw_list (
  wave_number integer not null,
  attempt smallint not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  head_bytes integer not null check (head_bytes > 0),
  chunk_bytes integer[] not null,
  primary key (wave_number, attempt),
  foreign key (wave_number, attempt) references draw
)`;

const refuse = (event: string, level: string) => `create trigger refuse_${event.split(' ')[0]} before ${event}
  on draw_list for each ${level} execute function refuse_draw_change()`;

export class DrawLists extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(list);
    this.addSql(refuse('update or delete', 'row'));
    this.addSql(refuse('truncate', 'statement'));
  }
}
