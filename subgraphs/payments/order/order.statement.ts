import { column, statement } from '../../kit/statement.ts';
import type { RejectionReason } from '../disbursement/index.ts';
import { decisionJoin, WITHHELD_BECAUSE } from '../eligibility/index.ts';
import type { OrderStep } from './order.machine.ts';
import type { OrderState } from './order.status.ts';

const { uuid, text, int4, int8, bool, bytea, timestamptz } = column;

// Claimed as they are made: stored, and committed, before the first byte.
export const ORDER = statement(
  'order-make',
  {},
  `insert into disbursement_order (id, disbursement_id, batch_id, participant_id, wave_number, partner_code, reference,
    amount, destination_hash, sealed_account, state, attempt, next_step, next_at, first_sent_at, last_sent_at, ordered_at,
    decision_request, decided_until)
  select made.id, disbursement_id, batch_id, participant_id, wave_number, $10, reference, amount, destination_hash, sealed,
    'OPEN', 1, 'INQUIRE', $12, $11, $11, $11, decision, decided_until
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::bigint[], $8::bytea[], $9::bytea[],
      $13::uuid[], $14::timestamptz[])
    as made (id, disbursement_id, batch_id, participant_id, wave_number, reference, amount, destination_hash, sealed,
      decision, decided_until)`,
);

/** Whether anything of a partner waits for a look-up or a repetition at $2. */
export const IS_DUE = statement(
  'order-is-due',
  { isDue: bool },
  `select exists (select from disbursement_order where partner_code = $1 and state = 'OPEN' and next_at <= $2)
    or exists (select from disbursement_order where partner_code = $1 and state = 'SUSPECT' and next_at <= $2) as "isDue"`,
);

// Orders of partner $1 whose time has come at $2; those that another worker is claiming are passed over. They are claimed
// until $3, $4 at most.
export const CLAIM_DUE = statement(
  'order-claim-due',
  {
    id: uuid,
    participant: uuid,
    wave: int4,
    reference: text,
    amount: int8,
    sealed: bytea,
    attempt: int4,
    step: text.as<OrderStep>(),
    withheld: text.as<RejectionReason>().orNull,
    orderedAt: timestamptz,
  },
  `with
  -- To be sent again, as many as the lane lets through ($6).
  again as materialized (
    select id, participant_id, wave_number, next_step from disbursement_order
    where partner_code = $1 and state = 'OPEN' and next_at <= $2 and next_step = 'PAY'
    order by next_at limit least($4::int, $6::int) for update skip locked
  ),
  looked_up as materialized (
    select id, participant_id, wave_number, next_step from disbursement_order
    where partner_code = $1 and state = 'OPEN' and next_at <= $2 and next_step = 'INQUIRE'
    order by next_at limit $4::int - (select count(*) from again) for update skip locked
  ),
  suspected as materialized (
    select id, participant_id, wave_number, 'INQUIRE' as next_step from disbursement_order
    where partner_code = $1 and state = 'SUSPECT' and next_at <= $2
    order by next_at limit $4::int - (select count(*) from again) - (select count(*) from looked_up)
    for update skip locked
  ),
  -- What is to be sent again to whom nothing may be paid until $5 is looked up instead.
  due as (
    select again.id, ${WITHHELD_BECAUSE} as because, request, valid_until,
      case when (${WITHHELD_BECAUSE}) is null then 'PAY' else 'INQUIRE' end as step
    from again ${decisionJoin('again', '$5')}
    union all select id, null, null, null, next_step from looked_up
    union all select id, null, null, null, next_step from suspected
  )
  update disbursement_order as claimed set attempt = attempt + 1, next_step = 'INQUIRE', next_at = $3,
    first_sent_at = case when due.step = 'PAY' then coalesce(first_sent_at, $2) else first_sent_at end,
    last_sent_at = case when due.step = 'PAY' then $2 else last_sent_at end,
    decision_request = case when due.step = 'PAY' then due.request else decision_request end,
    decided_until = case when due.step = 'PAY' then due.valid_until else decided_until end
  from due where due.id = claimed.id
  returning claimed.id, participant_id as participant, wave_number as wave, reference, amount, sealed_account as sealed,
    attempt, due.step, due.because as withheld, ordered_at as "orderedAt"`,
);

// Of claims that were not begun: nobody has claimed them since, so that surely nothing was sent by this attempt.
export const RELEASE = statement(
  'order-release',
  {},
  `update disbursement_order as released set next_step = unsent.step, next_at = $4
  from unnest($1::uuid[], $2::int[], $3::text[]) as unsent (id, attempt, step)
  where unsent.id = released.id and state in ('OPEN', 'SUSPECT') and released.attempt = unsent.attempt`,
);

/** Locks orders and their payouts, payouts first and in the order of their ids. */
export const LOCK = statement(
  'order-lock',
  {
    id: uuid,
    disbursement: uuid,
    participant: uuid,
    wave: int4,
    year: int4.orNull,
    partner: text,
    amount: int8,
    state: text.as<OrderState>(),
    attempt: int4,
    nextStep: text.as<OrderStep>(),
    nextAt: timestamptz,
    firstSentAt: timestamptz.orNull,
    lastSentAt: timestamptz.orNull,
  },
  `select made.id, disbursement_id as disbursement, made.participant_id as participant, made.wave_number as wave,
    payout.budget_year as year, made.partner_code as partner, made.amount, state, attempt, next_step as "nextStep", next_at as "nextAt",
    first_sent_at as "firstSentAt", last_sent_at as "lastSentAt"
  from disbursement_order made join disbursement payout on payout.id = disbursement_id
  where made.id = any($1::uuid[]) order by disbursement_id for update of payout, made`,
);

// One row for each order, however its state changes; the rows are locked.
export const WRITE = statement(
  'order-write',
  {},
  `update disbursement_order as written set state = told.state, code = coalesce(told.code, written.code),
    partner_reference = coalesce(told.partner_reference, written.partner_reference),
    next_step = coalesce(told.next_step, written.next_step), next_at = coalesce(told.next_at, written.next_at),
    ended_at = case when told.state in ('PAID', 'FAILED') then coalesce(ended_at, $8) else ended_at end,
    returned_at = case when told.state = 'RETURNED' then $8 else returned_at end,
    contradicted_at = case when told.is_contradicted then $8 else contradicted_at end
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::boolean[])
    as told (id, state, code, partner_reference, next_step, next_at, is_contradicted)
  where told.id = written.id`,
);

// What no look-up reached for so long, since its partner was not to be asked.
export const OVERDUE = statement(
  'order-overdue',
  { id: uuid },
  `select id from disbursement_order where partner_code = $1 and state = 'OPEN' and next_at <= $2 and first_sent_at <= $3
  limit 1000`,
);
