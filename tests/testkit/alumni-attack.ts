import type { PoolClient } from 'pg';
import { addPeople, PORTALS } from '../../scripts/bench/jobs/population.ts';
import {
  COUNT_PROBE,
  type Guesses,
  guessByAnswers,
  guessByClock,
  guessByEdge,
  guessBySupply,
  probeCounts,
  readSupply,
} from './alumni-attack.counts.ts';
import {
  BLIND_MATCH,
  ERROR_GUESSES,
  ERRORS,
  LINKS,
  MATCHES,
  NUMBER,
  OWN,
  PROBE,
  READ,
  TABLES,
  UNLOGGED,
  WALK,
} from './alumni-attack.sql.ts';

export interface Simulation {
  people: number;
  days: number;
  /** Rows of a portal a day. */
  quota: number;
  /** People of whom one takes the consent back each day, and as many are new. */
  changing: number;
  /** Days on which the quota is spent on what is not shown, and on what rows cost. */
  probing: number;
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
  /** Rows of two searches of one portal that are matched: by their pseudonyms, and by what each costs of the quota. */
  own: { best: number; blind: number };
  link: { best: number; blind: number };
  /** Whether somebody is in another answer, by what is refused. */
  errors: { best: number; blind: number };
  /** Numbers below ten: by what is told and the work of an answer, by the clock, by the supply of skills, by its edge. */
  small: Guesses;
  clock: Guesses;
  supply: Guesses;
  edge: Guesses & { fallen: Guesses };
}

const FIRST_DAY = Date.parse('2026-12-01T00:00:00Z');
const DAY_MS = 86_400_000;

/** The date of a day of the simulation, the first one being 0. */
export const dayAt = (index: number) => new Date(FIRST_DAY + index * DAY_MS).toISOString().slice(0, 10);

// Of what is shown, by some margin: skills of the provinces with the most pairs, alone and by two, so that one portal meets the same people in several answers, then single skills
// that few have: about as many rows as a day's quota.
const SEARCHES = `with single as (
    select province_code as province, skill_code as code, members, people from alumni_cell
    where portal_id is null and people between alumni_least(province_code, array[skill_code]) + 3 and $1::int / 4
  ),
  pair as (
    select one.province, one.code as first, other.code as second, one.people as ones, other.people as others,
      cardinality(one.members & other.members) as boths, count(*) over (partition by one.province) as pairs
    from single one join single other on other.province = one.province and one.code < other.code
    where cardinality(one.members & other.members) >= 3 + alumni_least(one.province, array[one.code, other.code])
  ),
  search as (
    select pairs, province, array[first, second] as skills, boths as people from pair
    union select pairs, province, array[first], ones from pair union select pairs, province, array[second], others from pair
  ),
  overlapping as (
    select * from (select *, sum(people) over (order by pairs desc, province, hashtext(skills::text)) as sum from search) each
    where sum <= $1::int * 6 / 10
  ),
  small as (
    select * from (select *, sum(people) over (order by hashtextextended(province || code, 3)) as sum from single where people < 40) each
    where sum <= $1::int * 3 / 10
  )
  insert into sim_search (skills, province)
  select skills, province from overlapping union select array[code], province from small order by province, skills`;

/** Makes the people and what the two portals will search for. */
export const prepareAttack = async (client: PoolClient, { people, quota }: Simulation): Promise<void> => {
  for (const text of [TABLES, NUMBER, READ, PROBE, COUNT_PROBE]) await client.query(text);
  await addPeople(client, 1, people);
  await client.query('analyze');
  // The same for each run; nobody who attacks knows it.
  await client.query(`update alumni_edge set salt = 'that of the attack'`);
  await client.query(`select make_alumni_roster($1::date, $1::timestamptz)`, [dayAt(-1)]);
  await client.query(SEARCHES, [quota]);
};

const DEFINITION = 'select pg_get_functiondef(oid) as text from pg_proc where proname = $1';

/** Changes functions of the database. @returns what undoes it @throws Error when there is nothing to replace */
export const plant = async (client: PoolClient, { name, changes, before }: Leak): Promise<() => Promise<void>> => {
  if (before) await client.query(before);
  const former: string[] = [];
  for (const { of, from, to } of changes) {
    const [row] = (await client.query<{ text: string }>(DEFINITION, [of])).rows;
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

const percent = (share: unknown): number => Number((100 * Number(share ?? 0)).toFixed(2));

const shareOf = async (client: PoolClient, text: string): Promise<number> =>
  percent((await client.query<{ share: number }>(text)).rows[0]?.share);

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

const SEEN =
  'sim_seen, sim_probe, sim_count, sim_supply, sim_hidden, sim_error, alumni_search, alumni_quota, alumni_disclosure';
const PROBES = `select sim_quota_probe(0, $1::uuid, $2::date, one.key, other.key, $3::int)
  from sim_search one join sim_search other on other.province = one.province and other.key <> one.key and one.skills @> other.skills
  order by hashtextextended(one.key || ' ' || other.key, $4::int) limit 1`;

/** A new day: some people are gone, as many are new, and the roster is made. */
export const beginDay = async (client: PoolClient, index: number, changing: number): Promise<string> => {
  const day = dayAt(index);
  await client.query(CHANGE, [day, index, changing]);
  await client.query('select make_alumni_roster($1::date, $1::timestamptz)', [day]);
  return day;
};

/** Lets both portals look around for some days, and one of them try out what it is not shown on days of their own. */
const lookAround = async (client: PoolClient, { days, quota, changing, probing }: Simulation): Promise<void> => {
  await client.query(`truncate ${SEEN}`);
  for (let index = 0; index < days; index += 1) {
    const day = await beginDay(client, index, changing);
    for (const [portal, id] of PORTALS.entries()) await client.query(WALK, [portal, id, day, quota]);
    await readSupply(client, PORTALS[0], day);
  }
  await client.query(ERRORS, [...PORTALS, dayAt(days - 1), 10 * quota]);
  for (let index = days; index < days + 2 * probing; index += 2) {
    await probeCounts(client, PORTALS[0], { day: await beginDay(client, index, changing), quota });
    await client.query(PROBES, [PORTALS[1], await beginDay(client, index + 1, changing), quota, index]);
  }
};

const guessesOf = async (client: PoolClient, text: string) => {
  const { rows } = await client.query<{ share: number; blind: number }>(text);
  return { best: percent(rows[0]?.share), blind: percent(rows[0]?.blind) };
};

/** Lets both portals look around for some days, and makes of it what can be made. */
export const attack = async (client: PoolClient, simulation: Simulation): Promise<Findings> => {
  await lookAround(client, simulation);
  return {
    match: await findMatches(client),
    own: await guessesOf(client, OWN),
    link: await guessesOf(client, LINKS),
    errors: await guessesOf(client, ERROR_GUESSES),
    small: await guessByAnswers(client),
    clock: await guessByClock(client),
    supply: await guessBySupply(client),
    edge: await guessByEdge(client),
  };
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

/** Rows that were shown of people, and those of them that are not in the person's log. */
export const readDisclosures = async (client: PoolClient): Promise<{ shown: number; unlogged: number }> => {
  const { rows } = await client.query<{ shown: number; unlogged: number }>(UNLOGGED, [PORTALS]);
  return rows[0] ?? { shown: 0, unlogged: 0 };
};
