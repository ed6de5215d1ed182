import { Migration } from '@mikro-orm/migrations';

// Everyone who was there before. Apart from the triggers, whose lock is held until the commit: people register meanwhile.
export class MarksToCount extends Migration {
  override up(): void {
    this.addSql('insert into shared_mark_due select participant_id from participant_identity on conflict do nothing');
  }
}
