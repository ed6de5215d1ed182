import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

// The same for every file of the matrix, since a payout is in one batch.
const MATRIX = '00000000-0000-7000-8000-0000000000ba';
const BATCH = `insert into disbursement_batch (id, status, created_by, is_made_by_engine, approved_by, approved_at,
    second_approved_by, second_approved_at, rejected_by, rejected_at, reject_reason, filter, item_count, item_sum,
    destination_hash, created_at, done_at)
  select $1, 'REJECTED', 'engine', true, 'one', now(), 'other', now(), 'matrix', now(), 'Matriks', '{}', 1, amount,
    sha256(uuid_send(id) || int8send(amount) || sha256('')), now(), now() from disbursement where id = $2
  on conflict do nothing`;
const ITEM = `insert into disbursement_batch_item (batch_id, disbursement_id, amount, destination_hash)
  select $1, id, amount, sha256('') from disbursement where id = $2
  on conflict do nothing`;
const WITHHELD = `insert into disbursement_withheld (batch_id, disbursement_id, because, at) values ($1, $2, 'FROZEN', now())
  on conflict do nothing`;
const JOIN = 'update disbursement set batch_id = $1 where id = $2';
const LANE = `insert into payout_lane (partner_code, changed_by, changed_at, per_second, daily_limit, tokens_at, day)
  values ('linkaja', 'matrix', now(), 1, 1, now(), current_date) on conflict do nothing`;

/** A batch with a payout of the person, and a lane, of which no field is null; returns the batch's id. */
export const batchPayout = async (disbursement: string): Promise<string> => {
  for (const statement of [BATCH, ITEM, WITHHELD, JOIN]) await rowsOf('payments', statement, [MATRIX, disbursement]);
  await rowsOf('payments', LANE);
  return MATRIX;
};

/** Arguments of what is done with payouts; each mutation would be refused. */
export const payoutsGiven = (batch: string, disbursement: string, key: string): Arguments => ({
  'Query.disbursementBatch': `id: "${batch}"`,
  'Query.disbursementBatches': 'status: REJECTED',
  'Subscription.payoutProgress': `batch: "${batch}"`,
  'Query.payoutLane': 'partner: "linkaja"',
  'Mutation.createDisbursementBatch': `${key}, filter: { wave: 0 }`,
  'Mutation.approveDisbursementBatch': `id: "${batch}"`,
  'Mutation.rejectDisbursementBatch': `id: "${batch}", reason: "Matriks"`,
  'Mutation.resolveSuspect': `disbursement: "${disbursement}", outcome: PAID, evidence: "Matriks"`,
  'Mutation.pausePayouts': 'partner: "matrix"',
  'Mutation.resumePayouts': 'partner: "matrix"',
  'Mutation.limitPayouts': 'partner: "matrix"',
});
