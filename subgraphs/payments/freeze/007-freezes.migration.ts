import { Migration } from '@mikro-orm/migrations';

export class Freezes extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // What pmo said last of whoever was ever barred; an older event that arrives late changes nothing.
    this.addSql(`create table participant_freeze (
      participant_id uuid primary key,
      is_frozen boolean not null,
      list text not null,
      said_at timestamptz not null,
      version integer not null
    )`);
  }
}
