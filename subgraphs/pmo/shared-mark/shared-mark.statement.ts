import { column, statement } from '../../kit/statement.ts';

/** Writes the common table expression that keeps the devices of new people: `devices` are people and blind indexes. */
export const rememberDevices = (devices: string): string =>
  `insert into participant_device (participant_id, device_index) ${devices} on conflict do nothing`;

/** Counting ends here: that more accounts have a mark is all that matters then. */
const MOST = 1_000;

const places = [
  ['PHONE', 'participant_identity', 'phone_index'],
  ['EMAIL', 'participant_identity', 'email_index'],
  ['FAMILY_CARD', 'participant_identity', 'kk_index'],
  ['DEVICE', 'participant_device', 'device_index'],
] as const;

/** Accounts that have `mark`, by lookups in the index of its kind. */
const accountsOf = (mark: string): string => {
  const counts = places.map(
    ([kind, table, index]) => `when '${kind}' then (select count(*)::int from (
      select from ${table} where ${index} = ${mark}.mark limit ${MOST}) as account)`,
  );
  return `case ${mark}.kind ${counts.join('\n    ')} end`;
};

const marksOf = (people: string): string =>
  places
    .map(
      ([kind, table, index]) => `select '${kind}' as kind, ${index} as mark from ${table}
    where participant_id in (select participant_id from ${people}) and ${index} is not null`,
    )
    .join('\n  union ');

/** Whether anybody waits to be counted, or a mark was counted last before $1. */
export const IS_DUE = statement(
  'shared-marks-due',
  { isDue: column.bool },
  'select exists (select from shared_mark_due) or exists (select from shared_mark where counted_at < $1) as "isDue"',
);

/** Counts the marks of the next $1 people at $2: those that more accounts have than $4 for their kind $3 are flagged. */
export const COUNT_NEXT = statement(
  'shared-marks-count-next',
  { people: column.int4 },
  `with
  taken as (
    delete from shared_mark_due where participant_id in (select participant_id from shared_mark_due order by 1 limit $1)
    returning participant_id
  ),
  mark as materialized (
    ${marksOf('taken')}
  ),
  counted as (
    select kind, mark, ${accountsOf('mark')} as accounts from mark
  ),
  flagged as (
    insert into shared_mark (kind, mark, accounts, flagged_at, counted_at)
    select kind, mark, accounts, $2, $2 from counted join unnest($3::text[], $4::int[]) as usual (kind, most) using (kind)
      where accounts > most order by kind, mark
    on conflict (kind, mark) do update set accounts = excluded.accounts, counted_at = excluded.counted_at
  )
  select count(*)::int as people from taken`,
);

/** Counts the $2 flagged marks again that were counted last before $1; those that are usual by now are no flags any more. */
export const COUNT_AGAIN = statement(
  'shared-marks-count-again',
  { marks: column.int4 },
  `with
  due as materialized (
    select id, kind, mark from shared_mark where counted_at < $1 order by counted_at limit $2 for update
  ),
  counted as materialized (
    select id, ${accountsOf('due')} as accounts, most
    from due join unnest($4::text[], $5::int[]) as usual (kind, most) using (kind)
  ),
  gone as (
    delete from shared_mark using counted where shared_mark.id = counted.id and counted.accounts <= most
  ),
  kept as (
    update shared_mark set accounts = counted.accounts, counted_at = $3
    from counted where shared_mark.id = counted.id and counted.accounts > most
  )
  select count(*)::int as marks from due`,
);

const columns = {
  id: column.uuid,
  kind: column.text,
  accounts: column.int4,
  flaggedAt: column.timestamptz,
  countedAt: column.timestamptz,
};

/** Flagged marks of kind $2, or of all where it is null, below the id $1, newest first, $3 at most. */
export const LIST = statement(
  'shared-marks',
  columns,
  `select id, kind, accounts, flagged_at as "flaggedAt", counted_at as "countedAt" from shared_mark
    where id < $1::uuid and ($2::text is null or kind = $2) order by id desc limit $3`,
);

/** People who have the marks $1, behind the id $2, $3 a mark. */
export const PEOPLE = statement(
  'people-of-shared-marks',
  { markId: column.uuid, participantId: column.uuid },
  `select shared_mark.id as "markId", account.participant_id as "participantId"
    from shared_mark cross join lateral (
      ${places
        .map(
          ([kind, table, index]) => `(select participant_id from ${table} where shared_mark.kind = '${kind}'
        and ${index} = shared_mark.mark and participant_id > $2::uuid order by participant_id limit $3)`,
        )
        .join('\n      union all ')}
    ) as account where shared_mark.id = any($1::uuid[]) order by 1, 2`,
);
