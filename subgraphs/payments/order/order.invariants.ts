import type { Invariant } from '../../kit/invariant.ts';

/** What holds of orders at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'a payout has one order at most that may have moved money which did not come back',
    sql: `select disbursement_id from disbursement_order where state in ('OPEN', 'PAID', 'SUSPECT')
      group by 1 having count(*) > 1`,
  },
  {
    name: 'a payout is as far as its last order says',
    sql: `select payout.id, payout.status, made.state from disbursement payout join lateral (
        select state from disbursement_order where disbursement_id = payout.id order by ordered_at desc, id desc limit 1
      ) made on true
      where payout.batch_id is not null and payout.status not in ('BATCHED', 'APPROVED', 'DUE', 'CHECKED')
        and not case made.state when 'OPEN' then payout.status in ('SENT', 'UNKNOWN')
          when 'PAID' then payout.status = 'SETTLED' when 'FAILED' then payout.status = 'REJECTED'
          when 'RETURNED' then payout.status in ('RETURNED', 'REJECTED') else payout.status = 'SUSPECT' end`,
  },
  {
    name: 'what a batch ordered is what was approved in it',
    sql: `select made.id from disbursement_order made
        join disbursement_batch_item item using (batch_id, disbursement_id)
        join disbursement payout on payout.id = disbursement_id
      where (made.amount, made.destination_hash) is distinct from (item.amount, item.destination_hash)
        or payout.amount <> made.amount or payout.participant_id <> made.participant_id`,
  },
  {
    name: 'no partner paid what it had finally refused',
    sql: `select id, contradicted_at from disbursement_order where contradicted_at is not null`,
  },
  {
    name: 'what people said of a suspect is what became of it',
    sql: `select made.id from disbursement_order made join suspect_verdict verdict on order_id = made.id
      where confirmed_by is not null and made.state = case outcome when 'PAID' then 'FAILED' else 'PAID' end`,
  },
  {
    name: 'a settled order has one payment in the ledger, net of what came back',
    sql: `select participant_id from (
        select participant_id, sum(amount) as paid from disbursement_order where state = 'PAID' group by 1
      ) ordered join (
        select participant_id, sum(amount) as posted from posting
          where account_code in ('WALLET_CLEARING', 'PARTNER_DEPOSIT', 'SUSPENSE') group by 1
      ) posting using (participant_id) where posted < paid`,
  },
];
