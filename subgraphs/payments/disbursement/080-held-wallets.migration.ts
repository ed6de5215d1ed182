import { Migration } from '@mikro-orm/migrations';

export class HeldWallets extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(`alter table disbursement drop constraint disbursement_rejected_because_check,
      add constraint disbursement_rejected_because_check check (rejected_because in ('BATCH_REJECTED',
        'DESTINATION_CHANGED', 'ITEM_ALTERED', 'ACCOUNT_UNREADABLE', 'FROZEN', 'DECISION_STALE', 'INELIGIBLE',
        'PARTNER_REFUSED', 'NOT_PAID', 'WALLET_HELD')) not valid`);
    this.addSql('alter table disbursement validate constraint disbursement_rejected_because_check');
  }
}
