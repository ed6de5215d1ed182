import { Migration } from '@mikro-orm/migrations';

// First day on which a person may buy: that of their tranche, in a wave that has any.
export class RecipientTranches extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql('alter table recipient add column begins_on date');
  }
}
