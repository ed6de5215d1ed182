import { column, statement } from '../../kit/statement.ts';

const { uuid, int4, int8 } = column;

/**
 * Waves with people whose commitment is to be released, of which it is known what was announced; before that nobody can be
 * paid anything.
 */
export const WAVES_TO_RELEASE = statement(
  'release-waves',
  { wave: int4 },
  `select distinct wave_number as wave from revoked_commitment own
  where amount is null and exists (select from wave_entitlement where wave_entitlement.wave_number = own.wave_number)
  order by 1`,
);

/** Takes at most $2 people of wave $1, in order of the key; what another process takes is left to it. */
export const TAKE_REVOKED = statement(
  'release-take',
  { id: uuid },
  `select participant_id as id from revoked_commitment where amount is null and wave_number = $1
  order by participant_id limit $2 for update skip locked`,
);

/**
 * Notes, at $3, what people $1 of wave $2 can no longer be paid: all that was announced, less what became due to them. What
 * is due to them is locked (`LOCK_CONDITIONS`), so that nothing more becomes due meanwhile.
 */
export const NOTE_RELEASED = statement(
  'release-note',
  { amount: int8 },
  `with announced as (
    select coalesce(sum(amount * instalments), 0)::bigint as amount from wave_entitlement where wave_number = $2
  ), noted as (
    update revoked_commitment own set released_at = $3,
      amount = announced.amount - coalesce((select sum(payout.amount) from disbursement payout
        where payout.participant_id = own.participant_id and payout.wave_number = own.wave_number), 0)
    from announced where participant_id = any($1::uuid[]) and own.amount is null
    returning own.amount
  )
  select coalesce(sum(amount), 0)::bigint as amount from noted`,
);
