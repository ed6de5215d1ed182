import { Migration } from '@mikro-orm/migrations';

export class Revocations extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // The grant of an award may arrive after its revocation: then there is nothing to grant.
    this.addSql(`create table revocation (
      participant_id uuid primary key,
      wave_number integer not null check (wave_number > 0),
      revoked_at timestamptz not null
    )`);
  }
}
