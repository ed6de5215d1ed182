import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import { DisbursementStatus, transition } from './disbursement.status.ts';
import type { Entitlement } from './entitlement.ts';

/** An instalment that a recipient has earned. */
export interface Claim {
  participant: string;
  wave: number;
  entitlement: `${Entitlement}`;
  instalment: number;
  /** Whole rupiah, as it was announced to the wave. */
  amount: bigint;
  /** The time from which it may be paid. */
  at: Date;
}

const FALLEN_OR_DUE = { participant: column.uuid, wave: column.int4, year: column.int4.orNull, amount: column.int8 };

// The key of the payout keeps it single, for ever. Its year is the one that its wave has now, however much is carried
// over later.
const MAKE_DUE = statement(
  'disbursement-make-due',
  FALLEN_OR_DUE,
  `insert into disbursement (participant_id, wave_number, entitlement, instalment, amount, status, due_at, budget_year)
  select participant, wave, entitlement, instalment, amount, 'DUE', at, wave_budget.year
  from unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::bigint[], $6::timestamptz[])
    as claim (participant, wave, entitlement, instalment, amount, at)
    left join wave_budget on wave_number = wave
  order by participant, entitlement, instalment
  on conflict (participant_id, entitlement, instalment) do nothing
  returning participant_id as participant, wave_number as wave, budget_year as year, amount`,
);

// `unsent`: what was not sent yet, locked in order of the id. What is being sent meanwhile is seen as sent, and stays.
const WITHDRAW_UNSENT = statement(
  'disbursement-withdraw-unsent',
  FALLEN_OR_DUE,
  `with unsent as materialized (
    select id from disbursement where participant_id = any($1::uuid[])
      and status in (${transition.sqlFrom(DisbursementStatus.WITHDRAWN)}) order by id for update
  )
  update disbursement set status = 'WITHDRAWN' from unsent where disbursement.id = unsent.id
  returning disbursement.participant_id as participant, disbursement.wave_number as wave,
    disbursement.budget_year as year, disbursement.amount`,
);

/**
 * Makes instalments due, for the caller to post: one statement, however many.
 * @returns those that were not due before
 */
export const makeDue = async (em: EntityManager, claims: readonly Claim[]) => {
  const columns = [
    claims.map(({ participant }) => participant),
    claims.map(({ wave }) => wave),
    claims.map(({ entitlement }) => entitlement),
    claims.map(({ instalment }) => instalment),
    claims.map(({ amount }) => amount),
    claims.map(({ at }) => at),
  ];
  return (await execute(em, MAKE_DUE, columns)).rows;
};

/**
 * Withdraws what is not sent yet of these people, for the caller to post; what was sent stays.
 * @returns what fell away
 */
export const withdrawUnsent = async (em: EntityManager, participants: readonly string[]) =>
  (await execute(em, WITHDRAW_UNSENT, [participants])).rows;
