import { expect, test } from 'vitest';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';

const { database, ask, askAnonymously } = await openTraining([
  { number: 11, title: 'Barista' },
  { number: 12, title: 'Kursus lama', status: 'DELISTED' },
]);

const siti = idOf(101);
const budi = idOf(102);
const PEOPLE = 100;
const crowd = Array.from({ length: PEOPLE }, (_, index) => idOf(1_000 + index));

// Siti: 201 certified in a course that was delisted since, 202 paid. Each of the crowd: two enrolments, one certified.
await database.pool.query(
  `insert into enrollment (id, participant_id, course_id, status, price, reserved_at, paid_at, completed_at) values
    ('${idOf(201)}', '${siti}', '${idOf(12)}', 'CERTIFIED', 400000, '2026-06-01Z', '2026-06-01Z', '2026-06-20Z'),
    ('${idOf(202)}', '${siti}', '${idOf(11)}', 'PAID', 500000, '2026-07-01Z', '2026-07-02Z', null)`,
);
await database.pool.query(
  `insert into enrollment (participant_id, course_id, status, price, reserved_at, paid_at, completed_at)
    select id, $2, status, 300000, now(), now(), case status when 'CERTIFIED' then now() end
    from unnest($1::uuid[]) id, unnest(array['CERTIFIED', 'ATTENDING']) status`,
  [crowd, idOf(11)],
);
await database.pool.query(
  `insert into certificate (id, enrollment_id, participant_id, course_id, issued_at, score, skills)
    select case participant_id when '${siti}' then '${idOf(301)}' else uuidv7() end, id, participant_id, course_id,
      completed_at, 88, '{barista-work,latte-art}' from enrollment where status = 'CERTIFIED'`,
);

const asSiti = callerOf(siti, 'self');
const asBudi = callerOf(budi, 'self');
const asOfficer = callerOf('officer', 'enrollment:read participant:read');

const JOURNEY = `query ($people: [_Any!]!, $first: Int!, $after: String) { _entities(representations: $people) {
  ... on Participant {
    enrollments(first: $first, after: $after) {
      nodes { id status price reservedAt paidAt completedAt course { title skills { code } } certificate { id score } participant { id } }
      pageInfo { hasNextPage endCursor }
    }
    certificates(first: $first) { nodes { id issuedAt skills { code } course { title platform { name } } participant { id } } }
  } } }`;

interface Page {
  nodes: { id: string; status: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}
interface Journeys {
  _entities: ({ enrollments: Page | null; certificates: Page | null } | null)[];
}

const peopleOf = (ids: readonly string[]) => ids.map((id) => ({ __typename: 'Participant', id }));

test('a participant sees their enrolments and certificates, newest first, also of a delisted course', async () => {
  const { data, errors } = await ask<Journeys>(asSiti, JOURNEY, { people: peopleOf([siti]), first: 10 });
  expect(errors).toEqual([]);
  expect(data._entities[0]?.enrollments?.nodes).toEqual([
    {
      id: idOf(202),
      status: 'PAID',
      price: 500_000,
      reservedAt: '2026-07-01T00:00:00.000Z',
      paidAt: '2026-07-02T00:00:00.000Z',
      completedAt: null,
      course: { title: 'Barista', skills: [{ code: 'barista-work' }] },
      certificate: null,
      participant: { id: siti },
    },
    {
      id: idOf(201),
      status: 'CERTIFIED',
      price: 400_000,
      reservedAt: '2026-06-01T00:00:00.000Z',
      paidAt: '2026-06-01T00:00:00.000Z',
      completedAt: '2026-06-20T00:00:00.000Z',
      course: { title: 'Kursus lama', skills: [{ code: 'barista-work' }] },
      certificate: { id: idOf(301), score: 88 },
      participant: { id: siti },
    },
  ]);
  expect(data._entities[0]?.certificates?.nodes).toEqual([
    {
      id: idOf(301),
      issuedAt: '2026-06-20T00:00:00.000Z',
      skills: [{ code: 'barista-work' }, { code: 'latte-art' }],
      course: { title: 'Kursus lama', platform: { name: 'Pijar' } },
      participant: { id: siti },
    },
  ]);
});

test('enrolments page by cursor', async () => {
  const first = await ask<Journeys>(asSiti, JOURNEY, { people: peopleOf([siti]), first: 1 });
  const page = first.data._entities[0]?.enrollments as Page;
  expect(page.nodes.map(({ id }) => id)).toEqual([idOf(202)]);
  expect(page.pageInfo.hasNextPage).toBe(true);
  const after = page.pageInfo.endCursor;
  const second = await ask<Journeys>(asSiti, JOURNEY, { people: peopleOf([siti]), first: 1, after });
  expect(second.data._entities[0]?.enrollments?.nodes.map(({ id }) => id)).toEqual([idOf(201)]);
  expect(second.data._entities[0]?.enrollments?.pageInfo.hasNextPage).toBe(false);
});

test('a page of a hundred participants takes as many statements as one participant', async () => {
  const one = await ask<Journeys>(asOfficer, JOURNEY, { people: peopleOf(crowd.slice(0, 1)), first: 5 });
  const all = await ask<Journeys>(asOfficer, JOURNEY, { people: peopleOf(crowd), first: 5 });
  expect(all.data._entities.flatMap((person) => person?.enrollments?.nodes ?? [])).toHaveLength(2 * PEOPLE);
  expect(all.data._entities.flatMap((person) => person?.certificates?.nodes ?? [])).toHaveLength(PEOPLE);
  expect(one.errors).toEqual([]);
  // Pages of enrolments and of certificates, certificates of enrolments, courses, their skills and platforms.
  expect({ one: one.statements, all: all.statements }).toEqual({ one: 6, all: 6 });
});

test.each([
  ['another participant', asBudi, 'FORBIDDEN'],
  ['an officer without the scope', callerOf('officer', 'participant:read'), 'FORBIDDEN'],
  ['a token that lacks `self`', callerOf(siti, ''), 'FORBIDDEN'],
])('%s cannot see a person’s enrolments and certificates', async (_who, caller, code) => {
  const { data, codes, statements } = await ask<Journeys>(caller, JOURNEY, { people: peopleOf([siti]), first: 5 });
  expect(data._entities).toEqual([{ enrollments: null, certificates: null }]);
  expect(codes).toEqual([code, code]);
  expect(statements).toBe(0);
});

test('nobody sees them without a token', async () => {
  const { data, codes } = await askAnonymously<Journeys>(JOURNEY, { people: peopleOf([siti]), first: 5 });
  expect(data._entities).toEqual([{ enrollments: null, certificates: null }]);
  expect(codes).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
});

const ENROLLMENT = 'query ($id: ID!) { enrollment(id: $id) { status participant { id } } }';

test('an enrolment is shown to its participant and to the scope that names it', async () => {
  const shown = { enrollment: { status: 'PAID', participant: { id: siti } } };
  expect((await ask(asSiti, ENROLLMENT, { id: idOf(202) })).data).toEqual(shown);
  expect((await ask(asOfficer, ENROLLMENT, { id: idOf(202) })).data).toEqual(shown);
  expect((await askAnonymously(ENROLLMENT, { id: idOf(202) })).codes).toEqual(['UNAUTHENTICATED']);
});

test('another’s enrolment and none at all are refused alike', async () => {
  const anothers = await ask(asBudi, ENROLLMENT, { id: idOf(202) });
  const none = await ask(asBudi, ENROLLMENT, { id: idOf(999) });
  expect(anothers.codes).toEqual(['FORBIDDEN']);
  expect(none).toEqual(anothers);
});

test('who may read anyone’s gets null for an enrolment that does not exist', async () => {
  const { data, errors } = await ask(asOfficer, ENROLLMENT, { id: 'no uuid' });
  expect({ data, errors }).toEqual({ data: { enrollment: null }, errors: [] });
});

const CHECK = `query ($id: ID!) {
  certificate(id: $id) { id issuedAt score course { title } skills { code } participant { id } } }`;

test('anyone can check a certificate, and learns nothing of the person', async () => {
  const genuine = {
    id: idOf(301),
    issuedAt: '2026-06-20T00:00:00.000Z',
    score: 88,
    course: { title: 'Kursus lama' },
    skills: [{ code: 'barista-work' }, { code: 'latte-art' }],
    participant: null,
  };
  const { data, errors } = await askAnonymously(CHECK, { id: idOf(301) });
  expect({ data, errors }).toEqual({ data: { certificate: genuine }, errors: [] });
  expect((await ask(asBudi, CHECK, { id: idOf(301) })).data).toEqual({ certificate: genuine });
  expect((await askAnonymously(CHECK, { id: idOf(302) })).data).toEqual({ certificate: null });
});

test.each([
  ['its owner', asSiti],
  ['an officer', asOfficer],
])('%s sees whose certificate it is', async (_who, caller) => {
  const { data } = await ask<{ certificate: { participant: object } }>(caller, CHECK, { id: idOf(301) });
  expect(data.certificate.participant).toEqual({ id: siti });
});

test.each([
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 0 }],
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 101 }],
  ['CURSOR_MALFORMED', { first: 1, after: Buffer.from('["1"]').toString('base64url') }],
])('illegal input is refused as %s: %o', async (code, variables) => {
  const { codes } = await ask(asSiti, JOURNEY, { people: peopleOf([siti]), ...variables });
  expect(codes).toContain(code);
});
