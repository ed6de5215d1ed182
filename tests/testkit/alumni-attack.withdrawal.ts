import type { PoolClient } from 'pg';
import { PORTALS } from '../../scripts/bench/jobs/population.ts';
import { beginDay } from './alumni-attack.ts';

/** What two portals that read all their pages again each minute learn of people who take their consent back. */
export interface WithdrawalFindings {
  /** How many of equal skills and province take it back between two readings. */
  together: number;
  /** How many did, of whom both portals had been shown this many. */
  withdrawn: number;
  shownToBoth: number;
  /** Pseudonyms of those that are matched right, in percent. */
  matched: number;
  /** Rows of all others that are matched right, and what a guess is worth, in percent. */
  others: { best: number; blind: number; rows: number };
  /** Rows of quota of a portal, for each time. */
  rows: number;
}

const TABLES = `create temporary table sim_reading (portal int not null, is_after boolean not null, place int not null,
  pseudonym text not null, number int not null)`;
const READING = `insert into sim_reading select $1::int, $2::boolean, place, pseudonym, number
  from sim_read($3::uuid, $4::date, $5::int, 50, $6::int)`;
const WITHDRAW = `update consent set withdrawn_at = $1::timestamptz where withdrawn_at is null and participant_id in (
  select participant_id from skill_profile where number in (select number from sim_search
    cross join unnest(alumni_matches((select max(id) from alumni_roster), $2::uuid, province, skills)) as number
    where key = $3::int order by random() limit $4::int))`;
// Who vanished: each of the one portal is matched with any of those of the other.
const VANISHED = `with vanished as (
    select portal, pseudonym, number from sim_reading before where not is_after and number > 0 and not exists (
      select from sim_reading after where after.is_after and after.portal = before.portal and after.pseudonym = before.pseudonym)
  ),
  both_of as (select number from vanished a join vanished b using (number) where a.portal = 0 and b.portal = 1)
  select (select count(*) from both_of)::int as both,
    (select count(*) from both_of)::float8 / greatest((select count(*) from vanished where portal = 1), 1) as right`;
// All others still look alike: they are matched by place, or blindly.
const OTHERS = `with other as (
    select portal, number, row_number() over (partition by portal order by place) as rank from sim_reading where is_after
  ),
  ours as (select count(*)::float8 as rows from other where portal = 0), theirs as (select count(*)::float8 as rows from other where portal = 1)
  select (select count(*) from other a join other b using (number, rank) where a.portal = 0 and b.portal = 1 and number > 0)::int
      as right_by_place,
    coalesce((select count(*) from other a join other b using (number) where a.portal = 0 and b.portal = 1 and number > 0)
      / nullif(theirs.rows, 0), 0) as right_blindly,
    ours.rows as others, (select count(*) from sim_reading where portal = 0)::int as rows
  from ours, theirs`;
const SEARCH = 'select key from sim_search order by key offset $1 % (select count(*) from sim_search) limit 1';

interface Watch {
  /** The number of a day on which nothing else has happened. */
  day: number;
  quota: number;
  together: number;
}

interface Times {
  both: number;
  right: number;
  others: number;
  right_by_place: number;
  right_blindly: number;
  rows: number;
}

/** Reads a search twice by both portals; some people take their consent back between. */
const watchOnce = async (client: PoolClient, { day: index, quota, together }: Watch): Promise<Times> => {
  const day = await beginDay(client, index, 1_000_000_000);
  const key = (await client.query<{ key: number }>(SEARCH, [index])).rows[0]?.key;
  await client.query('truncate sim_reading');
  const readBoth = async (isAfter: boolean) => {
    for (const [portal, id] of PORTALS.entries()) await client.query(READING, [portal, isAfter, id, day, key, quota]);
  };
  await readBoth(false);
  await client.query(WITHDRAW, [day, PORTALS[0], key, together]);
  await readBoth(true);
  const [vanished] = (await client.query<Pick<Times, 'both' | 'right'>>(VANISHED)).rows;
  const [others] = (await client.query<Omit<Times, 'both' | 'right'>>(OTHERS)).rows;
  if (!(vanished && others)) throw new Error('nothing was counted');
  return { ...vanished, ...others };
};

/** Lets both portals watch people take their consent back, so many at a time, on some days. */
export const watchWithdrawals = async (
  client: PoolClient,
  { days, ...watch }: Watch & { days: number },
): Promise<WithdrawalFindings> => {
  await client.query(`drop table if exists sim_reading`);
  await client.query(TABLES);
  const times: Times[] = [];
  for (let index = 0; index < days; index += 1)
    times.push(await watchOnce(client, { ...watch, day: watch.day + index }));
  const sum = (name: keyof Times) => times.reduce((so, time) => so + time[name], 0);
  const percent = (part: keyof Times, whole: keyof Times) =>
    Number(((100 * sum(part)) / Math.max(sum(whole), 1)).toFixed(2));
  return {
    together: watch.together,
    withdrawn: days * watch.together,
    shownToBoth: sum('both'),
    matched: percent('right', 'both'),
    others: {
      best: percent('right_by_place', 'others'),
      blind: percent('right_blindly', 'others'),
      rows: sum('others'),
    },
    rows: Math.round(sum('rows') / days),
  };
};
