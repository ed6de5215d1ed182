import { expect, test } from 'vitest';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';

const { database, ask, askAnonymously } = await openJobs([
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
const PROFILE = `insert into skill_profile select id, $2, '2026-06-20Z' from unnest($1::uuid[]) id`;
await database.pool.query(PROFILE, [[siti], ['table-service', 'barista-work', 'cashiering']]);
await database.pool.query(PROFILE, [crowd, ['barista-work', 'welding']]);

const asSiti = callerOf(siti, 'self');
const asOfficer = callerOf('officer', 'participant:read');

const MATCHES = `query ($people: [_Any!]!, $first: Int!, $after: String) { _entities(representations: $people) {
  ... on Participant {
    skillProfile { skills { code } updatedAt }
    recommendedVacancies(first: $first, after: $after) {
      nodes { matchingSkills { code } vacancy { id title employer { name } skills { code } } }
      pageInfo { hasNextPage endCursor }
    }
  } } }`;

interface Matches {
  nodes: { matchingSkills: { code: string }[]; vacancy: { id: string } }[];
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

test('the skill profile says what proves each skill, at the highest level, and where the person may be found', async () => {
  const certificate = `insert into profile_certificate (participant_id, certificate_id, skills, levels, issued_at, revoked_at)
    values ($1, $2, $3, $4, $5, $6)`;
  const rows = [
    [idOf(8_001), ['cashiering', 'barista-work'], ['BASIC', 'ADVANCED'], '2026-01-01Z', null],
    [idOf(8_002), ['cashiering'], ['INTERMEDIATE'], '2026-02-01Z', null],
    [idOf(8_003), ['table-service'], null, '2026-03-01Z', null],
    [idOf(8_004), ['cashiering'], ['ADVANCED'], '2026-04-01Z', '2026-05-01Z'],
  ];
  for (const row of rows) await database.pool.query(certificate, [siti, ...row]);
  const region = `insert into consent (id, participant_id, purpose, region_code, until)
    values ($1, $2, 'JOB_MATCHING', '32.73', now() + interval '1 day')`;
  await database.pool.query(region, [idOf(8_100), siti]);
  const document = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
    skillProfile { region { code } proofs { skill { code } level certificateIds provedAt } } } } }`;
  const { data, statements } = await ask<{ _entities: object[] }>(asSiti, document, { people: peopleOf([siti]) });
  const proof = (code: string, level: string | null, provedAt: string, ...ids: string[]) => ({
    ...{ skill: { code }, level, certificateIds: ids, provedAt: `${provedAt}T00:00:00.000Z` },
  });
  expect(data._entities).toEqual([
    {
      skillProfile: {
        region: { code: '32.73' },
        proofs: [
          proof('barista-work', 'ADVANCED', '2026-01-01', idOf(8_001)),
          proof('cashiering', 'INTERMEDIATE', '2026-02-01', idOf(8_001), idOf(8_002)),
          proof('table-service', null, '2026-03-01', idOf(8_003)),
        ],
      },
    },
  ]);
  expect(statements).toBe(3);
});
