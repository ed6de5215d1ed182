import type { PoolClient } from 'pg';
import { SUPPLY } from '../../subgraphs/jobs/alumnus/alumnus.statement.ts';

/** Asks for one row of a search, and writes down the count that is told, the work and the time that it took. */
export const COUNT_PROBE = `create function sim_count_probe(portal uuid, today date, wanted text[], area text, most int)
returns void language plpgsql as $$
declare
  answer record;
  began timestamptz;
  micros int;
  room int := most - coalesce((select used from alumni_quota where portal_id = portal and day = today), 0);
begin
  began := clock_timestamp();
  select * into answer from take_alumni_page(portal, wanted, area, 'VACANCY', 'sim', 1, null, today,
    today + interval '1 hour', most);
  micros := extract(epoch from clock_timestamp() - began) * 1000000;
  insert into sim_count select wanted, area,
    (select coalesce(sum(people), 0) from alumni_cell where roster_id = (select max(id) from alumni_roster)
      and province_code = area and skill_code = wanted[1] and (portal_id is null or portal_id = portal)), answer.total, room,
    (select cardinality(numbers) from alumni_search where portal_id = portal
      and skills = wanted and province_code = area order by roster_id desc limit 1), micros;
end $$`;

// Holders of a skill in a province below ten, and, one for three of them, skills that nobody there has.
const HIDDEN = `select sim_count_probe($1::uuid, $2::date, array[code], province, $3::int) from (
    select * from (
      select skill_code as code, province_code as province from alumni_cell
        where roster_id = (select max(id) from alumni_roster) and portal_id is null and people < 10
        order by hashtextextended(province_code || skill_code, $2::date - date '2026-12-01') limit $4::int * 3 / 4) few
    union all select * from (
      select code, province from known_skill cross join (select distinct province_code as province from alumni_cell) area
        where not exists (select from alumni_cell where roster_id = (select max(id) from alumni_roster)
          and province_code = province and skill_code = code)
        order by hashtextextended(province || code, $2::date - date '2026-12-01') limit $4::int / 4) none
  ) each order by hashtextextended(province || code, 1)`;

/** Asks on a day, with a quota, for what is not shown. */
export const probeCounts = async (
  client: PoolClient,
  portal: string,
  { day, quota }: { day: string; quota: number },
) => {
  await client.query(HIDDEN, [portal, day, quota, Math.floor(quota / 15)]);
};

const TRUTH = `insert into sim_hidden
  select $1::date - date '2026-12-01', province_code, skill_code, sum(people) from alumni_cell
  where roster_id = (select max(id) from alumni_roster) and (portal_id is null or portal_id = $2::uuid)
  group by province_code, skill_code having sum(people) < alumni_least(province_code, array[skill_code])`;
const KEPT = `insert into sim_supply select $1::date - date '2026-12-01', $2, code, people
  from unnest($3::text[], $4::int[]) as row (code, people)`;

/** Reads the supply of skills of each province, and of the country, as a portal does on a day. */
export const readSupply = async (client: PoolClient, portal: string, day: string): Promise<void> => {
  await client.query(TRUTH, [day, portal]);
  const { rows } = await client.query<{ province: string }>(
    'select distinct province_code as province from alumni_cell',
  );
  for (const province of [null, ...rows.map((row) => row.province)]) {
    const supply = await client.query<{ code: string; people: number }>(SUPPLY.text, [portal, province]);
    const codes = supply.rows.map(({ code }) => code);
    const people = supply.rows.map((row) => row.people);
    await client.query(KEPT, [day, province, codes, people]);
  }
};

/** How many numbers are guessed right, in percent: with what is known besides, and blindly. */
export interface Guesses {
  best: number;
  blind: number;
  rows: number;
}

const percent = (right: number, rows: number): number => Number(((100 * right) / Math.max(rows, 1)).toFixed(2));

const usual = (values: readonly number[]): number => {
  const tally = [...Map.groupBy(values, (value) => value)].toSorted((one, other) => other[1].length - one[1].length);
  return tally[0]?.[0] ?? 0;
};

const timesOf = (values: readonly number[], wanted: number): number =>
  values.filter((value) => value === wanted).length;

/** Guesses the most usual number among those that look alike. */
const guess = <Row extends { truth: number }>(rows: readonly Row[], look: (row: Row) => unknown): Guesses => {
  const all = rows.map(({ truth }) => truth);
  const right = [...Map.groupBy(rows, look).values()].reduce((sum, alike) => {
    const truths = alike.map(({ truth }) => truth);
    return sum + timesOf(truths, usual(truths));
  }, 0);
  return {
    best: percent(right, rows.length),
    blind: percent(timesOf(all, usual(all)), rows.length),
    rows: rows.length,
  };
};

interface CountRow {
  truth: number;
  told: number | null;
  /** Rows that the portal had left, and those that were written. */
  room: number;
  work: number;
  micros: number;
}

const PROBED = 'select truth, told, room, work, micros from sim_count where truth < 10';

/** Numbers below ten by the count that is told and the work that an answer takes. */
export const guessByAnswers = async (client: PoolClient): Promise<Guesses> => {
  const { rows } = await client.query<CountRow>(PROBED);
  return guess(rows, ({ told, room, work }) => `${told} ${work === room ? 'as ever' : work}`);
};

/** How many of the nearest times say what a number is. */
const NEAREST = 25;

/** Numbers below ten by the clock: the most usual one among those whose answers took about as long. */
export const guessByClock = async (client: PoolClient): Promise<Guesses> => {
  const { rows } = await client.query<CountRow>(`${PROBED} order by micros, room`);
  const right = rows.filter(({ truth }, index) => {
    const from = Math.max(0, index - NEAREST);
    const near = rows.slice(from, index + NEAREST + 1).toSpliced(index - from, 1);
    return usual(near.map((row) => row.truth)) === truth;
  });
  const all = rows.map(({ truth }) => truth);
  return {
    best: percent(right.length, rows.length),
    blind: percent(timesOf(all, usual(all)), rows.length),
    rows: rows.length,
  };
};

// What the country's figure says beyond what the provinces say.
const GAPS = `with gap as (
    select day, code, sum(case when province is null then told else -told end) as gap from sim_supply group by day, code
  )
  select truth, coalesce(gap, 0)::int as gap from sim_hidden left join gap using (day, code)
  where day = (select max(day) from sim_hidden)`;

/** Hidden numbers by what the supply of skills says of the country and of its provinces. */
export const guessBySupply = async (client: PoolClient): Promise<Guesses> => {
  const { rows } = await client.query<{ truth: number; gap: number }>(GAPS);
  return guess(rows, ({ gap }) => gap);
};

// Hidden today, shown yesterday: one less than the number from which it is shown.
const EDGES = `select truth, yesterday.told is not null as is_fallen from sim_hidden today
  left join sim_supply yesterday on yesterday.day = today.day - 1 and yesterday.province = today.province
    and yesterday.code = today.code
  where today.day > (select min(day) from sim_hidden)`;

/** Hidden numbers that the supply of skills showed the day before: what the edge itself tells. */
export const guessByEdge = async (client: PoolClient): Promise<Guesses & { fallen: Guesses }> => {
  const { rows } = await client.query<{ truth: number; is_fallen: boolean }>(EDGES);
  const fallen = rows.filter((row) => row.is_fallen);
  const mode = usual(rows.map(({ truth }) => truth));
  const blind = percent(
    timesOf(
      fallen.map(({ truth }) => truth),
      mode,
    ),
    fallen.length,
  );
  return { ...guess(rows, (row) => row.is_fallen), fallen: { ...guess(fallen, () => true), blind } };
};
