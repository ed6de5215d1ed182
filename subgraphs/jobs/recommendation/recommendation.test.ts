import { expect, test } from 'vitest';
import { openJobs, PORTAL } from '../../../tests/testkit/jobs.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { recommendation } from './recommendation.feature.ts';
import { COUNT_DEMAND } from './recommendation.statement.ts';

const { database, ask, askIn, askAnonymously, clock } = await openJobs([
  { number: 11, skills: ['barista-work', 'cashiering', 'table-service'] },
  { number: 12, skills: ['cashiering'] },
  { number: 13, skills: ['barista-work', 'table-service', 'welding'] },
  { number: 14, skills: ['barista-work'] },
  { number: 15, skills: ['barista-work', 'cashiering', 'table-service'], status: 'CLOSED' },
  { number: 16, skills: ['welding'] },
  { number: 17, skills: ['barista-work', 'cashiering'] },
]);

const siti = idOf(101);
const crowd = Array.from({ length: 100 }, (_, index) => idOf(1_000 + index));
const PROFILES = `insert into skill_profile (participant_id, skills, updated_at)
  select id, $2, '2026-06-20Z' from unnest($1::uuid[]) id`;
const CERTIFICATES = `insert into profile_certificate (participant_id, certificate_id, skills, issued_at)
  select id, uuidv7(), $2, '2026-06-20Z' from unnest($1::uuid[]) id`;
const addPeople = async (people: readonly string[], skills: readonly string[]) => {
  await database.pool.query(PROFILES, [people, skills]);
  await database.pool.query(CERTIFICATES, [people, skills]);
};
await addPeople([siti], ['table-service', 'barista-work', 'cashiering']);
await addPeople(crowd, ['barista-work', 'welding']);

interface VacancyOfTest {
  number: number;
  region: string | null;
  remote: boolean;
  skills: string[];
  level?: string;
}

const VACANCY = `with added as (
    insert into vacancy (id, employer_id, title, description, region_code, is_remote, status, posted_at, portal_id,
      reference, open_until, written_at)
    values ($1, '${idOf(1)}', 'Lowongan', 'Dibutuhkan.', $2, $3, 'OPEN', date_trunc('day', now()), '${PORTAL}', $1::uuid::text,
      current_date + 60, now())
  )
  select`;
const SKILLS = `insert into vacancy_skill (vacancy_id, skill_code, is_open, portal_id, level)
  select $1, skill, true, '${PORTAL}', $3 from unnest($2::text[]) skill`;
const addVacancy = async ({ number, region, remote, skills, level = 'BASIC' }: VacancyOfTest) => {
  await database.pool.query(VACANCY, [idOf(number), region, remote]);
  await database.pool.query(SKILLS, [idOf(number), skills, level]);
};

const asSiti = callerOf(siti, 'self');
const asOfficer = callerOf('officer', 'participant:read');

const MATCHES = `query ($people: [_Any!]!, $first: Int!, $after: String) { _entities(representations: $people) {
  ... on Participant {
    skillProfile { skills { code } updatedAt }
    recommendedVacancies(first: $first, after: $after) {
      nodes { matchingSkills { code } reasons { code text } vacancy { id title employer { name } skills { code } } }
      pageInfo { hasNextPage endCursor }
    }
  } } }`;

interface Matches {
  nodes: {
    matchingSkills: { code: string }[];
    reasons: { code: string; text: string }[];
    vacancy: { id: string };
  }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}
interface Answer {
  _entities: { skillProfile: object | null; recommendedVacancies: Matches | null }[];
}

const peopleOf = (ids: readonly string[]) => ids.map((id) => ({ __typename: 'Participant', id }));

const numberOf = (id: string) => Number(id.slice(-12));

const shown = (matches: Matches | null | undefined) =>
  matches?.nodes.map(({ vacancy, matchingSkills }) => [
    numberOf(vacancy.id),
    ...matchingSkills.map(({ code }) => code),
  ]);

const ranking = [
  [11, 'barista-work', 'cashiering', 'table-service'],
  [17, 'barista-work', 'cashiering'],
  [13, 'barista-work', 'table-service'],
  [14, 'barista-work'],
  [12, 'cashiering'],
];

test('open vacancies come by the number of skills that they share, then newest first', async () => {
  const { data, errors } = await ask<Answer>(asSiti, MATCHES, { people: peopleOf([siti]), first: 10 });
  expect(errors).toEqual([]);
  expect(shown(data._entities[0]?.recommendedVacancies)).toEqual(ranking);
});

test('a cursor continues within the same number of skills', async () => {
  const seen: unknown[] = [];
  let after: string | null = null;
  for (let page = 0; page < 5; page += 1) {
    const variables = { people: peopleOf([siti]), first: 1, after };
    const { data }: { data: Answer } = await ask<Answer>(asSiti, MATCHES, variables);
    const matches = data._entities[0]?.recommendedVacancies as Matches;
    seen.push(...(shown(matches) ?? []));
    expect(matches.pageInfo.hasNextPage).toBe(page < 4);
    after = matches.pageInfo.endCursor;
  }
  expect(seen).toEqual(ranking);
});

test('a hundred participants take as many statements as one', async () => {
  const one = await ask<Answer>(asOfficer, MATCHES, { people: peopleOf(crowd.slice(0, 1)), first: 2 });
  const all = await ask<Answer>(asOfficer, MATCHES, { people: peopleOf(crowd), first: 2 });
  for (const person of all.data._entities) {
    expect(shown(person.recommendedVacancies)).toEqual([
      [13, 'barista-work', 'welding'],
      [17, 'barista-work'],
    ]);
  }
  // Profiles, recommendations, vacancies, their employers and skills.
  expect({ one: one.statements, all: all.statements }).toEqual({ one: 5, all: 5 });
});

test('who has no certificate has no profile and no recommendation', async () => {
  const newcomer = idOf(102);
  const { data, errors } = await ask<Answer>(asOfficer, MATCHES, { people: peopleOf([newcomer, 'x']), first: 2 });
  expect(errors).toEqual([]);
  for (const person of data._entities) {
    expect(person.skillProfile).toBeNull();
    expect(person.recommendedVacancies?.nodes).toEqual([]);
  }
});

test('a vacancy that closes is recommended no more, and again when it opens', async () => {
  const first = async () => {
    const { data } = await ask<Answer>(asSiti, MATCHES, { people: peopleOf([siti]), first: 1 });
    return numberOf(data._entities[0]?.recommendedVacancies?.nodes[0]?.vacancy.id ?? '');
  };
  await database.pool.query(`update vacancy set status = 'PAUSED' where id = $1`, [idOf(11)]);
  expect(await first()).toBe(17);
  await database.pool.query(`update vacancy set status = 'OPEN' where id = $1`, [idOf(11)]);
  expect(await first()).toBe(11);
});

const HOME = `insert into consent (id, participant_id, purpose, region_code, until)
  values (uuidv7(), $1, 'JOB_MATCHING', '32.73', now() + interval '1 year')`;

test('nearer work comes first, and each result says why in the language of the reader', async () => {
  const { pool } = database;
  const asti = idOf(103);
  await addPeople([asti], ['roofing']);
  const added = [
    { number: 21, region: '32.73', remote: false },
    { number: 22, region: '32.04', remote: false },
    { number: 23, region: null, remote: true },
    { number: 24, region: '31.71', remote: false },
  ];
  for (const { number, region, remote } of added)
    await addVacancy({ number, region, remote, skills: ['roofing', 'tiling'] });
  const read = async (language: string) => {
    const { data, errors } = await askIn(language)<Answer>(callerOf(asti, 'self'), MATCHES, {
      people: peopleOf([asti]),
      first: 9,
    });
    expect(errors).toEqual([]);
    return (data._entities[0]?.recommendedVacancies?.nodes ?? []).map(({ vacancy, reasons }) => [
      numberOf(vacancy.id),
      ...reasons.map(({ code, text }) => (language === 'en' ? code : text)),
    ]);
  };
  // Nobody has said where she lives.
  expect((await read('en')).map(([number]) => number)).toEqual([24, 22, 21, 23]);
  await pool.query(HOME, [asti]);
  expect(await read('en')).toEqual([
    [21, 'SKILLS_MATCH', 'LEVEL_MET', 'SAME_REGENCY', 'NEW'],
    [23, 'SKILLS_MATCH', 'LEVEL_MET', 'REMOTE', 'NEW'],
    [22, 'SKILLS_MATCH', 'LEVEL_MET', 'SAME_PROVINCE', 'NEW'],
    [24, 'SKILLS_MATCH', 'LEVEL_MET', 'ELSEWHERE', 'NEW'],
  ]);
  expect((await read('id'))[0]?.slice(1)).toEqual([
    'Anda memiliki 1 dari 2 keterampilan yang diminta.',
    'Tingkat Anda cukup untuk semua keterampilan itu.',
    'Lokasinya di kabupaten atau kota Anda.',
    'Dipasang dalam 7 hari terakhir.',
  ]);
  clock.advance(8 * 86_400_000);
  expect((await read('en'))[0]).not.toContain('NEW');
  clock.advance(-8 * 86_400_000);
});

test('a higher level than was learnt halves the weight of a skill, and is said', async () => {
  const dewi = idOf(104);
  await addPeople([dewi], ['tailoring']);
  await addVacancy({ number: 31, region: '32.73', remote: false, skills: ['tailoring'], level: 'ADVANCED' });
  await addVacancy({ number: 30, region: '32.73', remote: false, skills: ['tailoring'] });
  const { data } = await ask<Answer>(callerOf(dewi, 'self'), MATCHES, { people: peopleOf([dewi]), first: 9 });
  const nodes = data._entities[0]?.recommendedVacancies?.nodes ?? [];
  expect(nodes.map(({ vacancy, reasons }) => [numberOf(vacancy.id), reasons[1]?.code])).toEqual([
    [30, 'LEVEL_MET'],
    [31, 'LEVEL_BELOW'],
  ]);
});

test('a rare skill counts more than two popular ones, once that is counted', async () => {
  const eka = idOf(105);
  await addPeople([eka], ['welding', 'upholstery']);
  await addVacancy({ number: 41, region: '32.73', remote: false, skills: ['upholstery'] });
  await database.rows(COUNT_DEMAND);
  const { data } = await ask<Answer>(callerOf(eka, 'self'), MATCHES, { people: peopleOf([eka]), first: 1 });
  expect(shown(data._entities[0]?.recommendedVacancies)).toEqual([[41, 'upholstery']]);
});

test('a vacancy that is changed, held, withdrawn or of a suspended portal is recommended as it is now', async () => {
  const { pool } = database;
  const fajar = idOf(106);
  await addPeople([fajar], ['pottery']);
  await addVacancy({ number: 51, region: '32.73', remote: false, skills: ['pottery'] });
  const found = async () => {
    const { data } = await ask<Answer>(callerOf(fajar, 'self'), MATCHES, { people: peopleOf([fajar]), first: 9 });
    return shown(data._entities[0]?.recommendedVacancies)?.length;
  };
  expect(await found()).toBe(1);
  const steps: [string, number][] = [
    [`update vacancy set held_at = now() where id = '${idOf(51)}'`, 0],
    [`update vacancy set held_at = null where id = '${idOf(51)}'`, 1],
    [`update portal set is_suspended = true`, 0],
    [`update portal set is_suspended = false`, 1],
    [`delete from vacancy_skill where vacancy_id = '${idOf(51)}'`, 0],
  ];
  for (const [change, count] of steps) {
    await pool.query(change);
    expect([change, await found()]).toEqual([change, count]);
  }
  const broken = await pool.query(recommendation.invariants[0].sql);
  expect(broken.rows).toEqual([]);
});

test.each([
  ['another participant', callerOf(idOf(102), 'self')],
  ['an officer without the scope', callerOf('officer', 'enrollment:read')],
  ['a portal, before its own scope exists', callerOf('portal', 'alumni:search')],
])('%s sees neither skills nor recommendations', async (_who, caller) => {
  const { data, codes, statements } = await ask<Answer>(caller, MATCHES, { people: peopleOf([siti]), first: 2 });
  expect(data._entities).toEqual([{ skillProfile: null, recommendedVacancies: null }]);
  expect(codes).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect(statements).toBe(0);
});

test('nobody sees them without a token', async () => {
  const { codes } = await askAnonymously<Answer>(MATCHES, { people: peopleOf([siti]), first: 2 });
  expect(codes).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
});

test.each([
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 101 }],
  ['CURSOR_MALFORMED', { first: 1, after: Buffer.from(`["${idOf(11)}"]`).toString('base64url') }],
])('illegal input is refused as %s: %o', async (code, variables) => {
  expect((await ask(asSiti, MATCHES, { people: peopleOf([siti]), ...variables })).codes).toEqual([code]);
});

test('the skill profile lists its skills and when the newest came', async () => {
  const { data } = await ask<Answer>(asSiti, MATCHES, { people: peopleOf([siti]), first: 1 });
  expect(data._entities[0]?.skillProfile).toEqual({
    skills: [{ code: 'barista-work' }, { code: 'cashiering' }, { code: 'table-service' }],
    updatedAt: '2026-06-20T00:00:00.000Z',
  });
});
