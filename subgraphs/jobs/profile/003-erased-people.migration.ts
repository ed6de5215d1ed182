import { Migration } from '@mikro-orm/migrations';

export class ErasedPeople extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // A certificate's event may arrive after the erasure of its holder: it must not bring the profile back.
    this.addSql(`create table erased_participant (
      participant_id uuid primary key,
      erased_at timestamptz not null default now()
    )`);
  }
}
