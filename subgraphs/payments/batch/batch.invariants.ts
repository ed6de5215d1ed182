import type { Invariant } from '../../kit/invariant.ts';

/** What holds of batches at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'the control totals of a batch are those of its items',
    sql: `select batch.id from disbursement_batch batch left join lateral (
        select count(*)::int as count, sum(amount)::bigint as sum,
          sha256(string_agg(uuid_send(disbursement_id) || int8send(amount) || destination_hash, ''::bytea
            order by disbursement_id)) as hash
        from disbursement_batch_item where batch_id = batch.id
      ) item on true
      where (item_count, item_sum, batch.destination_hash) is distinct from (item.count, item.sum, item.hash)`,
  },
  {
    name: 'approved = sent + withheld, once a batch is done',
    sql: `select batch.id, item_count from disbursement_batch batch
      where status = 'DONE' and item_count <> (
        select count(*) from disbursement_batch_item item where batch_id = batch.id and (
          exists (select from disbursement_withheld withheld
            where (withheld.batch_id, withheld.disbursement_id) = (item.batch_id, item.disbursement_id))
          <> exists (select from disbursement_order made
            where (made.batch_id, made.disbursement_id) = (item.batch_id, item.disbursement_id))))`,
  },
  {
    name: 'a payout that waits in a batch is as it was put into it',
    sql: `select payout.id from disbursement payout left join disbursement_batch_item item
        on item.batch_id = payout.batch_id and item.disbursement_id = payout.id
      where payout.status in ('BATCHED', 'APPROVED') and (payout.amount, payout.destination_hash)
        is distinct from (item.amount, item.destination_hash)`,
  },
  {
    name: 'each item of a batch is a payout',
    sql: `select disbursement_id from disbursement_batch_item
      where not exists (select from disbursement where disbursement.id = disbursement_id)`,
  },
  {
    name: 'nobody approved a batch of their own making',
    sql: `select id from disbursement_batch
      where approved_by = created_by or second_approved_by in (created_by, approved_by)`,
  },
];
