import { Migration } from '@mikro-orm/migrations';

export class WithdrawnPayouts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // Not read for what is there: the rows met a narrower check.
    this.addSql(`alter table disbursement drop constraint disbursement_status_check,
      add constraint disbursement_status_check check (status in ('DUE', 'CHECKED', 'BATCHED', 'APPROVED', 'SENT',
        'SETTLED', 'REJECTED', 'UNKNOWN', 'SUSPECT', 'RETURNED', 'WITHDRAWN')) not valid`);
  }
}
