import { column, statement } from '../../kit/statement.ts';

// Of the payouts that were put into the batch, in the same transaction.
export const KEEP_ITEMS = statement(
  'batch-keep-items',
  {},
  `insert into disbursement_batch_item (batch_id, disbursement_id, amount, destination_hash)
  select batch_id, id, amount, destination_hash from disbursement where batch_id = $1 and status = 'BATCHED'`,
);

/** Whether what is put before the approver is still what the control totals say, item by item. */
export const IS_ALTERED = statement(
  'batch-is-altered',
  { isAltered: column.bool },
  `select not coalesce((item_count, item_sum, destination_hash) = (
      select count(*)::int, sum(amount)::bigint,
        sha256(string_agg(uuid_send(disbursement_id) || int8send(amount) || item.destination_hash, ''::bytea
          order by disbursement_id))
      from disbursement_batch_item item where batch_id = $1
    ), false) or exists (
      select from disbursement left join disbursement_batch_item item
        on item.batch_id = disbursement.batch_id and disbursement_id = disbursement.id
      where disbursement.batch_id = $1 and status = 'BATCHED' and (disbursement.amount, disbursement.destination_hash)
        is distinct from (item.amount, item.destination_hash)
    ) as "isAltered"
  from disbursement_batch where id = $1`,
);

export const WITHHOLD = statement(
  'batch-withhold',
  {},
  `insert into disbursement_withheld (batch_id, disbursement_id, because, at)
  select batch, id, because, $4 from unnest($1::uuid[], $2::uuid[], $3::text[]) as refused (batch, id, because)
  on conflict do nothing`,
);

// A batch is done when none of its payouts can move by itself any more; a suspect waits for people.
export const FINISH = statement(
  'batch-finish',
  {},
  `update disbursement_batch set status = 'DONE', done_at = $1
  where status = 'APPROVED' and not exists (
    select from disbursement where batch_id = disbursement_batch.id
      and status in ('APPROVED', 'SENT', 'UNKNOWN', 'SUSPECT')
  )`,
);

/** How many payouts of each batch have come how far, and their sum. */
export const PROGRESS = statement(
  'batch-progress',
  { batchId: column.uuid, status: column.text, count: column.int4, sum: column.int8 },
  `select batch_id as "batchId", status, count(*)::int as count, sum(amount)::bigint as sum
  from disbursement where batch_id = any($1::uuid[]) group by 1, 2`,
);

export const WITHHELD = statement(
  'batch-withheld',
  { batchId: column.uuid, because: column.text, count: column.int4, sum: column.int8 },
  `select batch_id as "batchId", because, count(*)::int as count, sum(amount)::bigint as sum
  from disbursement_withheld join disbursement_batch_item using (batch_id, disbursement_id)
  where batch_id = any($1::uuid[]) group by 1, 2 order by 2`,
);
