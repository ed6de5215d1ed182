import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

const DAY = '2026-01-02';
const BATCH = '00000000-0000-7000-8000-00000000070a';
const ORDER = '00000000-0000-7000-8000-00000000070b';

/** A paid order: a seeded one, or the one that is made where there is none. */
const PAID = `(select id from disbursement_order where partner_code = 'ovo' and state = 'PAID' order by id limit 1)`;
const PAYOUT = `status = 'SETTLED' and ${PAID} is null order by id limit 1 on conflict do nothing`;

// A paid order of a payout that was settled before there were orders, with the batch that it needs.
const ORDERED = [
  `insert into disbursement_batch (id, status, created_by, approved_by, approved_at, is_made_by_engine, filter, item_count,
      item_sum, destination_hash, created_at, done_at)
    select '${BATCH}', 'DONE', 'matrix-1', 'matrix-2', now(), false, '{}', 1, amount,
      sha256(uuid_send(id) || int8send(amount) || sha256('matrix')), now(), now()
    from disbursement where ${PAYOUT}`,
  `insert into disbursement_batch_item select '${BATCH}', id, amount, sha256('matrix')
    from disbursement where ${PAYOUT}`,
  `insert into disbursement_order (id, disbursement_id, batch_id, participant_id, wave_number, partner_code, reference,
      amount, destination_hash, sealed_account, state, attempt, next_step, next_at, ordered_at, ended_at)
    select '${ORDER}', id, '${BATCH}', participant_id, wave_number, 'ovo', 'PK-MATRIX', amount, sha256('matrix'), '', 'PAID',
      1, 'INQUIRE', now(), now(), '${DAY}T03:00:00Z'
    from disbursement where ${PAYOUT}`,
];

// A file that is done with a decided difference, and a refused one, which is the newest: none of their fields is null.
const FILES = [
  `insert into settlement_file (partner_code, day, format, file, sha256, status, message_id, line_count, line_sum,
      requested_by, request_id, requested_at, finished_at)
    select 'ovo', '${DAY}', 'CSV', 'matrix.csv', sha256('matrix'), 'DONE', 'MATRIX-1', 1, amount, 'matrix-1', 'matrix', now(),
      now()
    from disbursement_order where id = ${PAID} on conflict do nothing`,
  `insert into settlement_line (file_id, position, line, reference, amount, status, paid_at, fee, order_id, result)
    select file.id, 1, 3, reference, amount, 'FAILED', null, 0, ordered.id, 'STATUS_DIFFERS'
    from settlement_file file, disbursement_order ordered where ordered.id = ${PAID} and message_id = 'MATRIX-1'
    on conflict do nothing`,
  `insert into settlement_difference (file_id, kind, position, reference, order_id, fact, ledger_state, ledger_amount,
      file_amount, status, resolution, evidence, proposed_by, proposed_at, confirmed_by, confirmed_at)
    select file_id, result, position, reference, order_id, status, 'PAID', amount, amount, 'RESOLVED', 'KEEP_LEDGER',
      'Matriks', 'matrix-1', now(), 'matrix-2', now()
    from settlement_line where order_id = ${PAID} on conflict do nothing`,
  `insert into settlement_file (partner_code, day, format, file, sha256, status, refusal, refusal_line, message_id,
      requested_by, request_id, requested_at, finished_at)
    values ('ovo', '2026-01-03', 'CSV', 'matrix.csv', sha256('refused'), 'REFUSED', 'SUM_DIFFERS', 4, 'MATRIX-2', 'matrix-1',
      'matrix', now(), now())`,
];

export const reconciliationRows: readonly string[] = [...ORDERED, ...FILES];

/** Gives payments a partner's day with a file, and one that was refused. */
export const reconcile = async (): Promise<void> => {
  for (const statement of reconciliationRows) await rowsOf('payments', statement);
};

/** Arguments of what the treasury does with settlement files; each would be refused. */
export const reconciliationGiven = (key: string): Arguments => ({
  'Query.reconciliation': `date: "${DAY}", partner: "ovo"`,
  'Mutation.importSettlementFile': `${key}, input: { partner: "none", file: "none.csv", sha256: "00", date: "${DAY}", format: CSV }`,
  'Mutation.proposeDifferenceResolution':
    'input: { difference: "matriks", resolution: KEEP_LEDGER, evidence: "Matriks" }',
});
