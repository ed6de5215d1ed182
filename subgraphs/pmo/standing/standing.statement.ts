import { column, statement } from '../../kit/statement.ts';

/** Whether anybody waits to be judged again, or birthdays up to $1 were not looked at. */
export const IS_DUE = statement(
  'standing-is-due',
  { isDue: column.bool },
  `select exists (select from standing_recheck) or not exists (select from standing_sweep where day >= $1::date) as "isDue"`,
);

/**
 * Notes the holders of awards who came to one of the ages $2, in years, after the last day that was looked at, up to $1, once for a day.
 * Who was born on 29 February has the birthday on 1 March in common years.
 */
export const SWEEP = statement(
  'standing-sweep',
  {},
  `with
  since as (select coalesce(max(day), '-infinity') as day from standing_sweep),
  come as (
    insert into standing_recheck (participant_id)
    select participant.id from since, unnest($2::int[]) as age, participant
    where greatest(birth_date, nik_birth_date) > since.day - make_interval(years => age)
      and greatest(birth_date, nik_birth_date) <= $1::date - make_interval(years => age)
      and status in ('RECIPIENT', 'ACTIVE', 'ALUMNI') and since.day < $1::date
    order by participant.id
    on conflict (participant_id) do nothing returning 1
  )
  insert into standing_sweep (day, noted) select $1::date, (select count(*) from come) on conflict do nothing`,
);

/** The next people to judge again, $1 at most. */
export const NEXT = statement(
  'standing-next',
  { id: column.uuid },
  'select participant_id as id from standing_recheck order by participant_id limit $1',
);

/** Takes the people whose ids are $1, who are locked: those whose award stands, and the number of the last change. */
export const TAKE = statement(
  'standing-take',
  { id: column.uuid, wave: column.int4, change: column.int4 },
  `with taken as (delete from standing_recheck where participant_id = any($1::uuid[]) returning participant_id, id)
  select participant_id as id, wave_number as wave, taken.id as change
  from taken join award_claim using (participant_id) where revoked_at is null`,
);
