import { column, statement } from '../../kit/statement.ts';

// The key of the payout keeps it single, for ever. What is paid is what was announced to the wave.
export const MAKE_SURVEYS_DUE = statement(
  'disbursement-make-surveys-due',
  { participant: column.uuid, wave: column.int4, amount: column.int8 },
  `insert into disbursement (participant_id, wave_number, entitlement, instalment, amount, status, due_at)
  select claim.participant_id, claim.wave_number, 'SURVEY', claim.instalment, announced.amount, 'DUE', claim.at
  from unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[]) as claim (participant_id, wave_number, instalment, at)
  join wave_entitlement announced on announced.wave_number = claim.wave_number and announced.entitlement = 'SURVEY'
    and announced.amount > 0 and claim.instalment <= announced.instalments
  order by claim.participant_id, claim.instalment
  on conflict (participant_id, entitlement, instalment) do nothing
  returning participant_id as participant, wave_number as wave, amount`,
);
