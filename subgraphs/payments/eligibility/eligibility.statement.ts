import { column, statement } from '../../kit/statement.ts';

/** Asks about people $1 of wave $2 under request $3 at $4; who is asked about already stays so. Returns who was not. */
export const ASK = statement(
  'eligibility-ask',
  { participant: column.uuid },
  `insert into eligibility_question as known (participant_id, wave_number, request, asked_at)
  select distinct participant_id, $2::int, $3::uuid, $4::timestamptz from unnest($1::uuid[]) as participant_id
  order by participant_id
  on conflict (participant_id) do nothing
  returning participant_id as participant`,
);

/** Whether any question is older than $1. */
export const WAITING = statement(
  'eligibility-waiting',
  { isWaiting: column.bool },
  'select exists (select from eligibility_question where asked_at < $1) as "isWaiting"',
);

/** Takes questions older than $1, $3 at most, to be repeated at $2 under their requests. */
export const REPEAT = statement(
  'eligibility-repeat',
  { participant: column.uuid, wave: column.int4, request: column.uuid },
  `with due as materialized (
    select participant_id from eligibility_question where asked_at < $1
    order by participant_id limit $3 for update skip locked
  )
  update eligibility_question known set asked_at = $2 from due where known.participant_id = due.participant_id
  returning known.participant_id as participant, wave_number as wave, request`,
);

/**
 * Keeps answers to request $1; $2 are they as JSON. The one that was decided last holds, in whatever order they come. A
 * question is answered by its own request alone.
 */
export const KEEP = statement(
  'eligibility-keep',
  {},
  `with answer as materialized (
    select distinct on (participant) * from jsonb_to_recordset($2::jsonb) as answer (participant uuid, wave int,
      "isEligible" boolean, reasons text[], "decidedAt" timestamptz, "validUntil" timestamptz)
    order by participant, "decidedAt" desc
  ),
  answered as (
    delete from eligibility_question using answer where participant_id = participant and request = $1
  )
  insert into eligibility_decision as known
    (participant_id, wave_number, request, is_eligible, reasons, decided_at, valid_until)
  select participant, wave, $1, "isEligible", reasons, "decidedAt", "validUntil" from answer order by participant
  on conflict (participant_id) do update set wave_number = excluded.wave_number, request = excluded.request,
    is_eligible = excluded.is_eligible, reasons = excluded.reasons, decided_at = excluded.decided_at,
    valid_until = excluded.valid_until
    where known.decided_at < excluded.decided_at`,
);
