import { readFileSync } from 'node:fs';
import { beforeAll, expect, inject, test } from 'vitest';
import { graphClient, operation } from '../testkit/client.ts';
import { idsOf, rowsOf } from '../testkit/people.ts';

const JOURNEY = operation('participant-journey');
// Step 1 reads the profile, step 2 asks the three partners at once, step 3 names their skills and regions.
const ASKED = ['jobs', 'payments', 'pmo', 'pmo', 'training'];

const as = graphClient(inject('stack'));
let alumnus: string;

beforeAll(async () => {
  alumnus = (await idsOf('ALUMNI'))[0] as string;
});

test('an officer reads a whole journey in one request', async () => {
  const { data, errors, asked } = await as('officer').query(JOURNEY, { id: alumnus });
  expect(errors).toBeUndefined();
  const { participant } = data;
  expect(participant?.id).toBe(alumnus);
  expect(participant?.region?.parent?.name).toMatch(/./);
  expect(participant?.enrollments?.nodes[0]?.course.platform).toEqual({ name: expect.any(String) });
  expect(participant?.certificates?.nodes[0]?.skills?.[0]?.name).toEqual(expect.any(String));
  expect(participant?.trainingBalance?.spent).toBeGreaterThan(0);
  expect(participant?.disbursements?.nodes.length).toBeGreaterThan(0);
  expect(participant?.wallet?.partner.name).toEqual(expect.any(String));
  expect(participant?.recommendedVacancies?.nodes[0]?.vacancy.region?.name).toEqual(expect.any(String));
  expect(asked).toEqual(ASKED);
});

test('participants read their own journey, and nobody else theirs', async () => {
  const own = await as('participant', alumnus).query(JOURNEY, { id: alumnus });
  expect(own.errors).toBeUndefined();
  const [other] = (await idsOf('ALUMNI', 2)).filter((id) => id !== alumnus);
  const { data, errors } = await as('participant', other).query(JOURNEY, { id: alumnus });
  expect(data).toEqual({ participant: null });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
});

test('what comes after is in the journey: offers for alumni, and the loan for those with a business', async () => {
  const text = `select id from participant where status = 'ALUMNI' and work_status = 'ENTREPRENEUR' order by id limit 1`;
  const [entrepreneur] = await rowsOf<{ id: string }>('pmo', text);
  const { data } = await as('participant', entrepreneur?.id).query(JOURNEY, { id: entrepreneur?.id });
  const offers = data.participant?.alumniOffers;
  expect(offers?.access).toBe('OPEN');
  expect(offers?.nodes).toContainEqual({
    kind: 'MICRO_LOAN',
    title: 'KUR micro-loan for alumni entrepreneurs',
    maxAmount: 10_000_000,
  });
  const [applicant = ''] = await idsOf('APPLICANT');
  const waiting = await as('participant', applicant).query(JOURNEY, { id: applicant });
  expect(waiting.data.participant?.alumniOffers).toMatchObject({ access: 'AFTER_FIRST_CERTIFICATE', nodes: [] });
});

test('without a token there is no journey', async () => {
  const { data, errors } = await as().query(JOURNEY, { id: alumnus });
  expect(data).toEqual({ participant: null });
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

const selection = JOURNEY.slice(JOURNEY.indexOf('participant(id: $id) {') + 'participant(id: $id) {'.length).replace(
  /\}\s*\}\s*$/,
  '',
);
const PAGE = `query Page($first: Int!) {
  participants(first: $first, filter: { status: ALUMNI }) { nodes { ${selection} } }
}`;

test('a page of 100 journeys costs the calls and statements of one', async () => {
  const costOf = async (first: number) => {
    const answer = await as('officer').query<{ participants: { nodes: object[] } }>(PAGE, { first });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.participants.nodes).toHaveLength(first);
    return { asked: answer.asked, statements: answer.statements };
  };
  const ofOne = await costOf(1);
  // One of those of pmo writes the access log: an officer reads names.
  expect(ofOne).toEqual({ asked: ASKED, statements: { pmo: 7, training: 5, payments: 3, jobs: 3 } });
  expect(await costOf(100)).toEqual(ofOne);
});

test('the sample operation is the journey of a participant of the default seed', () => {
  const variables = JSON.parse(readFileSync('schema/operations/participant-journey.variables.json', 'utf8'));
  expect(variables).toEqual({ id: alumnus });
});
