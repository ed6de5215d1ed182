import { Migration } from '@mikro-orm/migrations';

export class DecidedOrders extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // The decision of the programme office on which an order was sent last, and until when it held.
    this.addSql(`alter table disbursement_order
      add column decision_request uuid,
      add column decided_until timestamptz(3),
      add constraint disbursement_order_decision_ck check ((decision_request is null) = (decided_until is null)),
      add constraint disbursement_order_decided_ck check (decided_until is null or last_sent_at < decided_until)`);
    // Suspects are looked up on, until a partner or two people say what became of them.
    this.addSql(`create index disbursement_order_suspect_ix on disbursement_order (partner_code, next_at)
      where state = 'SUSPECT'`);
  }
}
