import { expect, test } from 'vitest';
import { openJobs, PORTAL } from '../../../tests/testkit/jobs.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { COUNT_DEMAND } from './recommendation.statement.ts';

const PEOPLE = 20;
/** What fits each person, planted; and what only seems to. */
const FITS = 20;
const DECOYS = 40;
const NOISE = 3_000;
/** Number of the regency where everybody lives, each in a province. */
const HOME = 1;
const DAY_MS = 86_400_000;
const now = Date.parse('2026-11-28T00:00:00Z');

interface VacancyOfSet {
  id: string;
  skills: string[];
  level: string;
  region: string | null;
  is_remote: boolean;
  posted: string;
}

/** Numbers from 0 to 1 that are the same on every run (mulberry32). */
const randomFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
const random = randomFrom(14);
const below = (most: number) => Math.floor(random() * most);

const popular = Array.from({ length: 8 }, (_, index) => `popular-${index}`);
const rare = Array.from({ length: 200 }, (_, index) => `rare-${index}`);
const pick = <T>(all: readonly T[]): T => all[below(all.length)] as T;
const regencyOf = (province: number, number = 1 + below(20)) => `${province}.${String(number).padStart(2, '0')}`;

let vacancies = 0;
const vacancy = (planted: Omit<VacancyOfSet, 'id' | 'posted'> & { days: number }): VacancyOfSet => {
  vacancies += 1;
  const { days, ...rest } = planted;
  return {
    ...rest,
    id: idOf(10_000 + below(1_000_000) * 10_000 + vacancies),
    posted: new Date(now - days * DAY_MS).toISOString(),
  };
};

const people = Array.from({ length: PEOPLE }, (_, index) => {
  const skills = [`rare-${index}`, pick(popular.slice(0, 4)), pick(popular.slice(4))];
  return { id: idOf(index + 1), skills, province: 31 + below(6) };
});

// A fit asks for the rare skill and another, near or remote, and is new; a decoy shares as many skills or more, popular
// ones, and is far away, or old, or asks for more than was learnt.
const fitOf = (person: (typeof people)[number]) => {
  const [special = '', ...others] = person.skills;
  const isRemote = random() < 0.2;
  const region = isRemote ? null : regencyOf(person.province, random() < 0.6 ? HOME : undefined);
  return vacancy({ skills: [special, pick(others)], level: 'BASIC', region, is_remote: isRemote, days: below(25) });
};
const decoyOf = (person: (typeof people)[number]) => {
  const [special = '', ...others] = person.skills;
  const isPopular = random() < 0.6;
  const skills = isPopular ? others : [special, ...others];
  const days = isPopular ? below(25) : 120 + below(60);
  return vacancy({ skills, level: 'BASIC', region: regencyOf(90), is_remote: false, days });
};
const noise = () =>
  vacancy({
    skills: [...new Set([pick(popular), pick(popular), pick(rare.slice(PEOPLE))])],
    level: 'BASIC',
    region: regencyOf(31 + below(8)),
    is_remote: false,
    days: below(60),
  });

const fits = new Map(people.map((person) => [person.id, Array.from({ length: FITS }, () => fitOf(person))]));
const decoys = people.flatMap((person) => Array.from({ length: DECOYS }, () => decoyOf(person)));
const all = [...fits.values()].flat().concat(decoys, Array.from({ length: NOISE }, noise));

const VACANCIES = `insert into vacancy (id, employer_id, title, description, region_code, is_remote, status, posted_at,
    portal_id, reference, open_until, written_at)
  select id, '${idOf(1)}', 'Lowongan', 'Dibutuhkan.', region, is_remote, 'OPEN', posted, '${PORTAL}', id, '2027-06-01', posted
  from json_to_recordset($1) as row (id uuid, region text, is_remote boolean, posted timestamptz)`;
const SKILLS = `insert into vacancy_skill (vacancy_id, skill_code, is_open, portal_id, level)
  select row.id, skill, true, '${PORTAL}', level
  from json_to_recordset($1) as row (id uuid, level text, skills text[]), unnest(row.skills) as skill`;
const PROFILE = 'insert into skill_profile (participant_id, skills, updated_at) values ($1, $2, now())';
const CERTIFICATE = `insert into profile_certificate (participant_id, certificate_id, skills, issued_at)
  values ($1, uuidv7(), $2, now())`;
const CONSENT = `insert into consent (id, participant_id, purpose, region_code, until)
  values (uuidv7(), $1, 'JOB_MATCHING', $2, now() + interval '1 year')`;
const OVERLAP = `select vacancy_id as id from vacancy_skill where skill_code = any($1) group by vacancy_id
  order by count(*) desc, vacancy_id desc limit 20`;

const ASK = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
  recommendedVacancies(first: 20) { nodes { vacancy { id } } } } } }`;

interface Answer {
  _entities: { recommendedVacancies: { nodes: { vacancy: { id: string } }[] } }[];
}

const { database, ask } = await openJobs([]);
const { pool } = database;
await pool.query(VACANCIES, [JSON.stringify(all)]);
await pool.query(SKILLS, [JSON.stringify(all)]);
for (const { id, skills, province } of people) {
  await pool.query(PROFILE, [id, skills]);
  await pool.query(CERTIFICATE, [id, skills]);
  await pool.query(CONSENT, [id, regencyOf(province, HOME)]);
}
await database.rows(COUNT_DEMAND);

/** The share of what fits that is among the first twenty. */
const recall = (found: ReadonlyMap<string, readonly string[]>) => {
  const shares = people.map(({ id }) => {
    const wanted = new Set(fits.get(id)?.map((each) => each.id));
    return (found.get(id) ?? []).filter((each) => wanted.has(each)).length / FITS;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
};

test('of twenty planted vacancies that fit, at least nine in ten are among the first twenty; by plain overlap far fewer', async () => {
  const representations = people.map(({ id }) => ({ __typename: 'Participant', id }));
  const { data, errors, statements } = await ask<Answer>(callerOf('officer', 'participant:read'), ASK, {
    people: representations,
  });
  expect(errors).toEqual([]);
  // The recommendations, and the vacancies.
  expect(statements).toBe(2);
  const ours = new Map(
    people.map(({ id }, index) => [
      id,
      data._entities[index]?.recommendedVacancies.nodes.map(({ vacancy }) => vacancy.id) ?? [],
    ]),
  );
  const overlap = new Map<string, string[]>();
  for (const { id, skills } of people) {
    const { rows } = await pool.query<{ id: string }>(OVERLAP, [skills]);
    overlap.set(
      id,
      rows.map((row) => row.id),
    );
  }
  expect(recall(ours)).toBeGreaterThanOrEqual(0.9);
  expect(recall(overlap)).toBeLessThan(recall(ours) - 0.2);
});
