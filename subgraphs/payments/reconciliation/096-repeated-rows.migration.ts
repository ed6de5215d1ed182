import { Migration } from '@mikro-orm/migrations';

// A partner that paid twice on one day says so in two rows, and cannot send another file: the second row is a payment
// too many, which two people decide.
export class RepeatedRows extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql('alter table settlement_line drop constraint settlement_line_reference_uq');
  }
}
