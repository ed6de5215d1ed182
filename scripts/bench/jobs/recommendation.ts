// How long the recommendations of a page of people take, among many profiles and vacancies.
import type { Pool } from 'pg';
import { COUNT_DEMAND } from '../../../subgraphs/jobs/recommendation/recommendation.statement.ts';
import type { Caller } from '../../../subgraphs/kit/caller.ts';
import { countStatements } from '../../../subgraphs/kit/statements.ts';
import { median, type openBenchSubgraph } from '../subgraph.ts';

export const GOAL_MS = 80;
export const GOAL_RATIO = 2;
const PEOPLE = 50;
const FIRST = 20;

const DOCUMENT = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
  recommendedVacancies(first: ${FIRST}) { nodes { matchingSkills { code } reasons { code text } vacancy { id title } } } } } }`;

const caller: Caller = { id: 'officer', org: null, can: (scope) => scope === 'participant:read' };

// Popularity of skills falls as in a catalogue; places crowd in a few provinces.
const CHOICES = `create unlogged table bench_slot as
  select row_number() over () as slot, code from (
    select code, row_number() over (order by code) as place from known_skill
  ) skill cross join lateral generate_series(1, greatest(1, (2000 / power(place, 0.8))::int)) as copy`;
const REGENCIES = `create unlogged table bench_regency as
  select row_number() over () as slot, code from known_regency`;
const INDEXES = ['alter table bench_slot add primary key (slot)', 'alter table bench_regency add primary key (slot)'];

const VACANCIES = `insert into vacancy (id, employer_id, title, description, region_code, is_remote, status, posted_at,
    portal_id, reference, open_until, written_at)
  select uuidv7(), (select id from employer limit 1), 'Lowongan', 'Dibutuhkan.', code, chance < 0.08, 'OPEN', posted,
    (select id from portal limit 1), number::text, current_date + 60, posted
  from (
    select number, random() as chance, now() - random() * interval '60 days' as posted,
      1 + floor(power(random(), 2) * (select count(*) from bench_regency))::int as slot
    from generate_series(1, $1::int) as number offset 0
  ) one join bench_regency using (slot)`;
const SKILLS = `insert into vacancy_skill (vacancy_id, skill_code, is_open, portal_id, level, weight)
  select distinct on (id, code) id, code, true, portal_id,
    (array['BASIC', 'INTERMEDIATE', 'ADVANCED'])[1 + floor(random() * 3)::int], 1 + floor(random() * 5)::int
  from (
    select id, portal_id, 1 + floor(random() * (select count(*) from bench_slot))::int as slot
    from vacancy cross join lateral generate_series(1, 2 + ascii(right(id::text, 1)) % 4) offset 0
  ) one join bench_slot using (slot)`;
const PEOPLE_OF = `create unlogged table bench_person as
  select uuidv7() as id, 1 + floor(power(random(), 2) * (select count(*) from bench_regency))::int as home
  from generate_series(1, $1::int)`;
const CERTIFICATES = `insert into profile_certificate (participant_id, certificate_id, skills, levels, issued_at)
  select id, uuidv7(), array_agg(code), array_agg('INTERMEDIATE'), now() from (
    select distinct id, code from (
      select id, 1 + floor(random() * (select count(*) from bench_slot))::int as slot
      from bench_person cross join lateral generate_series(1, 2 + ascii(right(id::text, 1)) % 5) offset 0
    ) one join bench_slot using (slot)
  ) skill group by id`;
const PROFILES = `insert into skill_profile (participant_id, skills, updated_at)
  select participant_id, skills, issued_at from profile_certificate`;
const CONSENTS = `insert into consent (id, participant_id, purpose, region_code, until)
  select uuidv7(), id, 'JOB_MATCHING', code, now() + interval '1 year'
  from bench_person join bench_regency on slot = home`;

// The best that SQL by hand does for just this on the same rows: the candidates of a person by one skill list after
// another, without levels, gate and reasons.
const FLOOR = `select profile.participant_id, best.* from skill_profile profile
  cross join lateral (select region_code as region from consent where consent.participant_id = profile.participant_id
    order by id desc limit 1) home
  cross join lateral (
    select vacancy_id, sum(rarity * weight) * factor as score
      from unnest(profile.skills) as code join skill_demand on skill_code = code cross join lateral (
        (select vacancy_id, weight, freshness as factor from vacancy_match where skill_code = code and not is_remote
          and region_code = region order by freshness desc limit 100)
        union all (select vacancy_id, weight, freshness * 0.7 from vacancy_match where skill_code = code and not is_remote
          and province = left(region, 2) and region_code <> region order by freshness desc limit 60)
        union all (select vacancy_id, weight, freshness * 0.8 from vacancy_match where skill_code = code and is_remote
          order by freshness desc limit 40)
        union all (select vacancy_id, weight, freshness * 0.3 from vacancy_match where skill_code = code and not is_remote
          and province <> left(region, 2) order by freshness desc limit 20)
      ) listed group by vacancy_id, factor order by score desc limit ${FIRST}
  ) best
  join vacancy on vacancy.id = best.vacancy_id
  where profile.participant_id = any($1::uuid[])`;

const SAMPLE = 'select id from bench_person order by random() limit $1';

/** Makes vacancies and profiles; each of several skills. */
export const fillJobs = async (pool: Pool, { vacancies, profiles }: { vacancies: number; profiles: number }) => {
  await pool.query('set statement_timeout = 0');
  await pool.query(`insert into portal (name) values ('Portal')`);
  await pool.query(`insert into employer (name) values ('PT Sumber Karya')`);
  for (const statement of [CHOICES, REGENCIES, ...INDEXES]) await pool.query(statement);
  await pool.query(VACANCIES, [vacancies]);
  await pool.query(SKILLS);
  await pool.query(PEOPLE_OF, [profiles]);
  for (const statement of [CERTIFICATES, PROFILES, CONSENTS, COUNT_DEMAND.text]) await pool.query(statement);
  await pool.query('vacuum analyze');
};

const p95 = (values: readonly number[]): number =>
  Number((values.toSorted((one, other) => one - other)[Math.floor(0.95 * (values.length - 1))] ?? 0).toFixed(1));

/** Milliseconds for a page of 50 people, in turns with the floor, so that a busy moment meets both. */
export const measureRecommendations = async (
  pool: Pool,
  { operation }: Pick<ReturnType<typeof openBenchSubgraph>, 'operation'>,
  pages: number,
) => {
  const ask = operation(DOCUMENT);
  const ours: number[] = [];
  const floor: number[] = [];
  const tally = { statements: 0 };
  for (let page = -10; page < pages; page += 1) {
    const { rows } = await pool.query<{ id: string }>(SAMPLE, [PEOPLE]);
    const ids = rows.map(({ id }) => id);
    const people = ids.map((id) => ({ __typename: 'Participant', id }));
    const startedMs = performance.now();
    tally.statements = 0;
    await countStatements(tally, () => ask({ caller, variables: { people } }));
    const askedMs = performance.now();
    await pool.query({ name: 'floor', text: FLOOR, values: [ids] });
    if (page < 0) continue;
    ours.push(askedMs - startedMs);
    floor.push(performance.now() - askedMs);
  }
  const ratio = Number((median(ours) / median(floor)).toFixed(2));
  const figures = { ours: { p50: median(ours), p95: p95(ours) }, floor: { p50: median(floor), p95: p95(floor) } };
  return { ...figures, ...tally, ratio, pass: p95(ours) <= GOAL_MS && ratio <= GOAL_RATIO && tally.statements <= 3 };
};
