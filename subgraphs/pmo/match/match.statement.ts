import { column, type RowsOf, statement } from '../../kit/statement.ts';
import { confirmNik } from '../identity/index.ts';

/**
 * Takes the next people who wait, at most $2 at moment $1, and gives up on who takes them at $3: a process that is killed
 * loses nothing but that time. Others take other people meanwhile.
 */
export const TAKE = statement(
  'match-take',
  { participantId: column.uuid, round: column.int4, failures: column.int2 },
  `with
  -- Locks the next ones, passing over those that another process takes now.
  due as materialized (
    select participant_id from unconfirmed_identity where state = 'WAITING' and next_at <= $1
    order by next_at limit $2 for update skip locked
  )
  update unconfirmed_identity as open set round = round + 1, next_at = $3 from due
  where open.participant_id = due.participant_id
  returning open.participant_id as "participantId", open.round, open.failures`,
);

export type TakenPerson = RowsOf<typeof TAKE>;

/** What people stated, as it stands after they were taken: a correction since then begins another round. */
export const STATED = statement(
  'match-stated',
  { participantId: column.uuid, name: column.text, birthDate: column.date, sealed: column.bytea },
  `select participant.id as "participantId", name, birth_date as "birthDate", sealed
    from participant join participant_identity on participant_id = participant.id
    where participant.id = any($1::uuid[])`,
);

/** Locks people, in order, against joining a wave and correcting what they stated. */
export const LOCK = 'select id from participant where id = any($1::uuid[]) order by id for no key update';

export interface Verdict {
  id: string;
  round: number;
  answer: 'MATCH' | 'NO_MATCH' | 'UNKNOWN' | 'UNAVAILABLE';
  field: string | null;
  /** In hexadecimal; null where nothing could be opened. */
  nik: string | null;
  /** The family card, likewise. */
  kk: string | null;
  /** When to ask again, where there was no answer. */
  nextAt: Date;
}

/**
 * Writes verdicts down, of those people whose round still counts; takes them as JSON, and the moment. A NIK is claimed
 * here and nowhere else: who comes second, with all of it right, is told the same as who mistyped.
 */
export const SETTLE = statement(
  'match-settle',
  { participantId: column.uuid, isClaimed: column.bool },
  `with
  told as materialized (
    select * from json_to_recordset($1::json) as told (
      id uuid, round int, answer text, field text, nik text, "nextAt" timestamptz
    )
  ),
  -- Locks what is still as it was asked.
  current as materialized (
    select told.*, coalesce(open.nik_index, decode(told.nik, 'hex')) as nik_index
    from told join unconfirmed_identity as open on open.participant_id = told.id
    where open.round = told.round and open.state = 'WAITING' order by told.id for update of open
  ),
  -- One of two with the same NIK gets it, also in one batch.
  claimed as (
    ${confirmNik(`select nik_index, id, $2::timestamptz from current where answer = 'MATCH' order by nik_index`)}
    returning participant_id
  ),
  closed as (
    delete from unconfirmed_identity using claimed
    where unconfirmed_identity.participant_id = claimed.participant_id
  ),
  -- Those of whom there is an answer, and who hold no claim by it.
  refused as (
    update unconfirmed_identity as open set state = 'NOT_CONFIRMED', next_at = null, since = $2::timestamptz,
      reason = case answer when 'MATCH' then 'CLAIMED' else answer end, field = current.field,
      nik_index = current.nik_index
    from current where open.participant_id = id and answer <> 'UNAVAILABLE'
      and not exists (select from claimed where claimed.participant_id = id)
  ),
  postponed as (
    update unconfirmed_identity as open set next_at = "nextAt", failures = least(failures + 1, 30000),
      nik_index = current.nik_index
    from current where open.participant_id = id and answer = 'UNAVAILABLE'
  )
  select id as "participantId", exists (select from claimed where claimed.participant_id = id) as "isClaimed"
  from current order by id`,
);

/** Lets people go who were taken, when the registry as a whole does not answer: asked again at $3, in the same state. */
export const LET_GO = `update unconfirmed_identity as open set next_at = $3
  from unnest($1::uuid[], $2::int[]) as taken (id, round)
  where open.participant_id = taken.id and open.round = taken.round and state = 'WAITING'`;
