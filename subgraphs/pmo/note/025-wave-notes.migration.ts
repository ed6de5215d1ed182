import { Migration } from '@mikro-orm/migrations';

const note = `create table wave_note (
  id uuid primary key,
  wave_number integer not null references wave,
  text text not null check (char_length(text) between 3 and 1000),
  author_id text,
  written_at timestamptz not null
)`;

export class WaveNotes extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(note);
    this.addSql('create index wave_note_wave_ix on wave_note (wave_number, id)');
  }
}
