import { column, statement } from '../../kit/statement.ts';

export const LOCK_PERSON = statement(
  'employment-lock-person',
  { id: column.uuid },
  'select id from participant where id = $1 for no key update',
);

/** Keeps a hire, unless a later event has told of it or the person was erased. */
export const KEEP = statement(
  'employment-keep',
  {},
  `insert into employment (participant_id, placement_id, status, starts_on, told_at)
    select $1::uuid, $2::uuid, $3, $4::date, $5::timestamptz
      where exists (select from participant where id = $1::uuid)
        and not exists (select from subject_key where subject_id = $1::uuid and destroyed_at is not null)
    on conflict (participant_id, placement_id) do update set
      status = excluded.status, starts_on = excluded.starts_on, told_at = excluded.told_at
      where employment.told_at < excluded.told_at`,
);

/** The first day of the first work that each person confirmed. */
export const EMPLOYED_SINCE = statement(
  'employed-since-by-participant',
  { participantId: column.uuid, startsOn: column.date },
  `select participant_id as "participantId", min(starts_on) as "startsOn" from employment
    where participant_id = any($1::uuid[]) and status = 'CONFIRMED' group by participant_id`,
);
