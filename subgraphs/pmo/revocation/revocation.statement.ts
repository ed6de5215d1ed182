import { column, statement } from '../../kit/statement.ts';
import { isPurchase } from '../journey/index.ts';

/** Condition on `participant`: holds an award without a purchase, barred meanwhile or not. */
export const isWaiting = `(participant.status = 'RECIPIENT'
    or participant.status = 'BARRED' and participant.barred_from = 'RECIPIENT')`;

export const OPEN_TOTAL = statement(
  'revocation-total',
  { total: column.int4 },
  `select count(*)::int as total from award_claim join participant on participant.id = participant_id
    where wave_number = $1 and revoked_at is null and ${isWaiting}`,
);

/**
 * Opens the cases of the next people of wave $1, behind person $2, at $3, $4 people at most; $5 are proposals of $6
 * people each. Returns their ids; a case that is open already stays as it is.
 */
export const OPEN = statement(
  'revocation-open',
  { id: column.uuid },
  `with
  -- The next people. Not locked: who buys meanwhile is answered as USED or HELD.
  due as materialized (
    select participant.id from award_claim join participant on participant.id = participant_id
    where wave_number = $1 and revoked_at is null and ${isWaiting}
      and participant_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
    order by participant_id limit $4
  ),
  opened as (
    insert into revocation_case (participant_id, wave_number, proposal, opened_at)
    select id, $1, ($5::uuid[])[1 + (row_number() over (order by id) - 1) / $6::int], $3 from due order by id
    on conflict (participant_id) do nothing
  )
  select id from due order by id`,
);

/** Waves with cases that are to be asked: unanswered since $1, or held since $2. */
export const WAVES_TO_ASK = statement(
  'revocation-waves-to-ask',
  { number: column.int4 },
  `select distinct wave_number as number from (
    (select wave_number from revocation_case where outcome is null and (asked_at is null or asked_at < $1) limit 5000)
    union all
    (select wave_number from revocation_case where outcome = 'HELD' and asked_at < $2 limit 5000)
  ) as due`,
);

/**
 * Takes the cases of wave $1 that are to be asked at $2, on day $3: unanswered since $4 or held since $5, $6 at most. Whoever
 * was given more time than the wave is asked when that is over. What another process asks at this moment is left to it.
 */
export const ASK = statement(
  'revocation-ask',
  { participant: column.uuid, proposal: column.uuid },
  `with due as materialized (
    select participant_id from revocation_case
    where wave_number = $1
      and (outcome is null and (asked_at is null or asked_at < $4) or outcome = 'HELD' and asked_at < $5)
      and not exists (select from purchase_deadline own
        where own.participant_id = revocation_case.participant_id and own.until >= $3)
    order by participant_id limit $6 for update skip locked
  )
  update revocation_case set asked_at = $2 from due where revocation_case.participant_id = due.participant_id
  returning revocation_case.participant_id as participant, proposal`,
);

/** Locks people in the order of their ids, as every step of a wave does. */
export const LOCK_PEOPLE = statement(
  'revocation-lock-people',
  { id: column.uuid },
  'select id from participant where id = any($1::uuid[]) order by id for update',
);

/**
 * Notes the answers $2 about people $1 of wave $3 to proposal $4, given at $5. RETURNED is final, whichever proposal it
 * answers; a late HELD changes no USED. Returns whose balance was returned.
 */
export const NOTE = statement(
  'revocation-note',
  { id: column.uuid },
  `with
  answer as (select * from unnest($1::uuid[], $2::text[]) as answer (participant_id, outcome)),
  -- By the people, never by the index of the wave: while a wave is revoked the planner takes it for a small one.
  noted as (
    update revocation_case as known set outcome = answer.outcome, decided_at = $5 from answer
    where known.participant_id = answer.participant_id and known.wave_number is not distinct from $3
      and known.outcome is distinct from answer.outcome
      and (answer.outcome = 'RETURNED' or known.proposal = $4 and (known.outcome is null or known.outcome = 'HELD'))
    returning known.participant_id, known.outcome
  )
  select participant_id as id from noted where outcome = 'RETURNED' order by 1`,
);

/**
 * Locks the waves of people $1 against the beginning of a revocation; a statement of its own, so that the next one sees
 * whether it has begun.
 */
export const LOCK_WAVES = statement(
  'revocation-lock-waves',
  { number: column.int4 },
  `select number from wave where number in (select wave_number from award_claim where participant_id = any($1::uuid[]))
    order by number for key share`,
);

/**
 * Opens the cases, at $2 under proposal $3, of those of people $1 whose purchases were all undone after their wave was
 * revoked; asks anew where payments had answered USED.
 */
export const REVIEW = statement(
  'revocation-review',
  {},
  `insert into revocation_case as known (participant_id, wave_number, proposal, opened_at)
  select participant.id, wave_number, $3, $2
  from participant join award_claim on participant_id = participant.id join wave on number = wave_number
  where participant.id = any($1::uuid[]) and revoked_at is null and ${isWaiting}
    and (wave.status = 'SETTLED' or exists (
      select from wave_step where wave_step.wave_number = number and step = 'REVOKE'))
    and exists (select from purchase where purchase.participant_id = participant.id and authorized_at is not null)
    and not exists (select from purchase where purchase.participant_id = participant.id and ${isPurchase})
  order by participant.id
  on conflict (participant_id) do update set proposal = excluded.proposal, outcome = null, decided_at = null
    where known.outcome = 'USED'`,
);

/**
 * How far the revocation of wave $1 is: a case is open until payments has answered, and after USED until the purchase has
 * been heard of.
 */
export const PROGRESS = statement(
  'revocation-progress',
  { cases: column.int4, open: column.int4 },
  `select count(*)::int as cases, (count(*) filter (where outcome is null or outcome = 'HELD'
      or outcome = 'USED' and exists (select from participant where id = participant_id and ${isWaiting})))::int as open
    from revocation_case where wave_number = $1`,
);
