import type { PoolClient } from 'pg';
import { addPeople, PORTALS } from '../../scripts/bench/jobs/population.ts';
import { BLIND_MATCH, COUNT, LINKS, MATCHES, NUMBER, PROBE, TABLES, WALK } from './alumni-attack.sql.ts';

export interface Simulation {
  people: number;
  days: number;
  /** Rows of a portal a day. */
  quota: number;
  /** People of whom one takes the consent back each day, and as many are new. */
  changing: number;
}

/** A change of the code that gives something away: what is replaced in a function of the database. */
export interface Leak {
  name: string;
  /** What stands in a function, and what instead. */
  changes: readonly { of: string; from: string; to: string }[];
  /** Statements that make the change possible. */
  before?: string;
}

/** What two portals make of what they see, beside what a blind guess within equal provinces and skills is worth. */
export interface Findings {
  /** Rows of one portal that are matched with the other's, in percent: by the best of all ways, and blindly. */
  match: { best: number; blind: number; by: string; rows: number };
  /** Rows of two searches of one portal that are matched. */
  link: { best: number; blind: number };
  /** Numbers below ten that are told right. */
  small: { best: number; blind: number };
}

const FIRST_DAY = Date.parse('2026-12-01T00:00:00Z');
const DAY_MS = 86_400_000;

const dayAt = (index: number) => new Date(FIRST_DAY + index * DAY_MS).toISOString().slice(0, 10);

const SEARCHES = `insert into sim_search (skills, province)
  select skills, province_code from (
    select array[skill_code] as skills, province_code, people from alumni_cell where portal_id is null
    union all
    select array[one.skill_code, other.skill_code], province_code, cardinality(one.members & other.members)
    from alumni_cell one join alumni_cell other using (roster_id, province_code)
    where one.portal_id is null and other.portal_id is null and one.skill_code < other.skill_code and one.people > 30 and other.people > 30
  ) each where people between 10 and $1::int / 2
  order by province_code, skills`;
// As many as a day's quota shows.
const FIT = `delete from sim_search where key not in (select key from (
  select key, sum(cardinality(alumni_matches((select max(id) from alumni_roster), $2::uuid, province, skills))) over (order by key) as rows
  from sim_search) each where rows <= $1::int)`;

/** Makes the people and what the two portals will search for. */
export const prepareAttack = async (client: PoolClient, { people, quota }: Simulation): Promise<void> => {
  for (const text of [TABLES, NUMBER, WALK, PROBE, COUNT]) await client.query(text);
  await addPeople(client, 1, people);
  await client.query('analyze');
  await client.query(`select make_alumni_roster($1::date, $1::timestamptz)`, [dayAt(-1)]);
  await client.query(SEARCHES, [quota]);
  await client.query(FIT, [quota, PORTALS[0]]);
};

const READ = 'select pg_get_functiondef(oid) as text from pg_proc where proname = $1';

/** Changes functions of the database. @returns what undoes it @throws Error when there is nothing to replace */
export const plant = async (client: PoolClient, { name, changes, before }: Leak): Promise<() => Promise<void>> => {
  if (before) await client.query(before);
  const former: string[] = [];
  for (const { of, from, to } of changes) {
    const [row] = (await client.query<{ text: string }>(READ, [of])).rows;
    if (!row?.text.includes(from)) throw new Error(`${name}: ${of} does not say: ${from}`);
    former.unshift(row.text);
    await client.query(row.text.replace(from, to));
  }
  return async () => {
    for (const text of former) await client.query(text);
  };
};

const CHANGE = `with gone as (
    update consent set withdrawn_at = $1::timestamptz where withdrawn_at is null
      and (hashtextextended(id::text, $2::int) & 2147483647) % $3::int = 0
    returning participant_id, portal_id, region_code, until
  )
  insert into consent (id, participant_id, portal_id, purpose, region_code, until)
  select uuidv7(), participant_id, portal_id, 'JOB_MATCHING', region_code, until from gone where $2::int % 2 = 0`;

const HIDDEN = `select sim_count_probe($1::uuid, $2::date, array[skill_code], province_code, $3::int)
  from alumni_cell where roster_id = (select max(id) from alumni_roster) and portal_id is null and people < 10
  order by province_code, skill_code limit $4::int`;

const percent = (share: unknown): number => Number((100 * Number(share ?? 0)).toFixed(2));

const shareOf = async (client: PoolClient, text: string): Promise<number> =>
  percent((await client.query<{ share: number }>(text)).rows[0]?.share);

interface CountRow {
  truth: number;
  told: number | null;
  /** Rows that the portal had left, and those that were written. */
  room: number;
  work: number;
}

const usual = (rows: readonly CountRow[]): number => {
  const tally = [...Map.groupBy(rows, ({ truth }) => truth)].toSorted((one, other) => other[1].length - one[1].length);
  return tally[0]?.[0] ?? 0;
};

/** Numbers that are guessed right: told, or else what is most usual where the clock shows as much. */
const smallCounts = async (client: PoolClient): Promise<Findings['small']> => {
  const { rows } = await client.query<CountRow>('select truth, told, room, work from sim_count where truth < 10');
  const right = [...Map.groupBy(rows, ({ room, work }) => (work === room ? 'as ever' : work)).values()].reduce(
    (sum, alike) => {
      const guess = usual(alike);
      return sum + alike.filter(({ truth, told }) => truth === (told || guess)).length;
    },
    0,
  );
  const blind = rows.filter(({ truth }) => truth === usual(rows)).length;
  return { best: percent(right / rows.length), blind: percent(blind / rows.length) };
};

/** Ranks what portals saw by all ways of matching. */
export const findMatches = async (client: PoolClient): Promise<Findings['match']> => {
  // Freshly filled, it would be taken for empty.
  await client.query('analyze sim_seen, sim_probe');
  await client.query('set enable_nestloop = off');
  const blind = await shareOf(client, BLIND_MATCH);
  let best = { best: 0, by: '' };
  for (const [by, text] of Object.entries(MATCHES)) {
    const share = await shareOf(client, text);
    if (share > best.best) best = { best: share, by };
  }
  await client.query('reset enable_nestloop');
  const { rows } = await client.query<{ rows: number }>('select count(*)::int as rows from sim_seen where portal = 0');
  return { ...best, blind, rows: rows[0]?.rows ?? 0 };
};

/** Lets both portals look around for some days, and matches what they saw. */
export const attack = async (client: PoolClient, { days, quota, changing }: Simulation): Promise<Findings> => {
  await client.query('truncate sim_seen, sim_probe, sim_count, alumni_search, alumni_quota, alumni_disclosure');
  for (let index = 0; index < days; index += 1) {
    const day = dayAt(index);
    await client.query(CHANGE, [day, index, changing]);
    await client.query('select make_alumni_roster($1::date, $1::timestamptz)', [day]);
    for (const [portal, id] of PORTALS.entries()) {
      const walk =
        'select sim_walk($1::int, $2::uuid, $3::date, key, 50, $4::int) from (select key from sim_search order by key) each';
      await client.query(walk, [portal, id, day, quota]);
    }
  }
  // On days of their own: what is tried out costs quota too.
  const after = dayAt(days);
  await client.query('select make_alumni_roster($1::date, $1::timestamptz)', [after]);
  await client.query(HIDDEN, [PORTALS[0], after, quota, Math.floor(quota / 15)]);
  const probe = `select sim_quota_probe(0, $1::uuid, $2::date, one.key, other.key, $3::int) from sim_search one join sim_search other
    on other.province = one.province and other.key <> one.key and one.skills @> other.skills order by one.key, other.key limit 1`;
  for (let index = days + 1; index <= days + 2; index += 1) {
    await client.query('select make_alumni_roster($1::date, $1::timestamptz)', [dayAt(index)]);
    await client.query(probe, [PORTALS[1], dayAt(index), quota]);
  }
  const match = await findMatches(client);
  const { rows } = await client.query<{ share: number; blind: number }>(LINKS);
  const link = { best: percent(rows[0]?.share), blind: percent(rows[0]?.blind) };
  return { match, link, small: await smallCounts(client) };
};

// As the search was before: one pseudonym for each portal, the regency, and all of 20 skills, in pages without end.
const OLD = `insert into sim_seen
  select portal, 0, 0, row_number() over (partition by portal order by md5(portal || ' ' || number)), md5(portal || ' ' || number),
    region_code || ' ' || skills::text, number
  from skill_profile join consent using (participant_id) cross join generate_series(0, 1) as portal
  where portal_id is null and withdrawn_at is null`;

/** Matches what portals saw in the code before. */
export const attackFormerCode = async (client: PoolClient): Promise<Findings['match']> => {
  await client.query('truncate sim_seen');
  await client.query(OLD);
  return findMatches(client);
};

const SHOWN = 'select count(*)::int as rows from sim_seen where number > 0';
const LOGGED = `select count(*)::int as rows from alumni_disclosure`;

/** Rows that were shown of people, and entries in their logs. */
export const readDisclosures = async (client: PoolClient): Promise<{ shown: number; logged: number }> => {
  const read = async (text: string) => (await client.query<{ rows: number }>(text)).rows[0]?.rows ?? 0;
  return { shown: await read(SHOWN), logged: await read(LOGGED) };
};
