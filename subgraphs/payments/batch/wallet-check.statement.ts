import { column, statement } from '../../kit/statement.ts';

const { uuid, bool, int4 } = column;

// One for each person of a new batch, in the same transaction.
export const ASK_WALLETS = statement(
  'batch-ask-wallets',
  {},
  `insert into batch_wallet_check (batch_id, participant_id, asked_at, next_at)
  select distinct batch_id, participant_id, $2::timestamptz, $2::timestamptz from disbursement
  where batch_id = $1 and status = 'BATCHED'`,
);

/** Whether anybody's account is to be asked about at $1. */
export const IS_ANY_DUE = statement(
  'batch-wallets-due',
  { isDue: bool },
  'select exists (select from batch_wallet_check where next_at <= $1) as "isDue"',
);

/** Takes people to be asked about at $1, $2 at most, and nobody again before $3. */
export const TAKE_WALLETS = statement(
  'batch-take-wallets',
  { batch: uuid, participant: uuid },
  `with due as materialized (
    select batch_id, participant_id from batch_wallet_check where next_at <= $1
    order by next_at, batch_id, participant_id limit $2 for update skip locked
  )
  update batch_wallet_check known set attempts = attempts + 1, next_at = $3 from due
  where (known.batch_id, known.participant_id) = (due.batch_id, due.participant_id)
  returning known.batch_id as batch, known.participant_id as participant`,
);

/**
 * Ends the checks of people $2 for batches $1: of who was asked about since, of whose account cannot be paid ($3), and of
 * whose partner said nothing $4 times.
 */
export const END_CHECKS = statement(
  'batch-end-wallet-checks',
  { batch: uuid, participant: uuid, isHeld: bool },
  `with asked as (
    select known.batch_id, known.participant_id, is_payable,
      coalesce(wallet.checked_at >= known.asked_at, false) as has_answer, attempts >= $4::int as is_over
    from unnest($1::uuid[], $2::uuid[], $3::boolean[]) as said (batch_id, participant_id, is_payable)
      join batch_wallet_check known using (batch_id, participant_id)
      left join wallet on wallet.participant_id = known.participant_id
    order by known.batch_id, known.participant_id for update of known
  )
  delete from batch_wallet_check known using asked
  where (known.batch_id, known.participant_id) = (asked.batch_id, asked.participant_id)
    and (not is_payable or has_answer or is_over)
  returning known.batch_id as batch, known.participant_id as participant, not (is_payable and has_answer) as "isHeld"`,
);

// A batch that is rejected asks about nobody any more.
export const DROP_CHECKS = statement(
  'batch-drop-wallet-checks',
  {},
  'delete from batch_wallet_check where batch_id = $1',
);

/** How many people's accounts are still to be asked about for each batch. */
export const UNCHECKED = statement(
  'batch-unchecked',
  { batchId: uuid, count: int4 },
  `select batch_id as "batchId", count(*)::int as count from batch_wallet_check where batch_id = any($1::uuid[]) group by 1`,
);
