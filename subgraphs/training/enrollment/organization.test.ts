import { expect, test } from 'vitest';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, openTraining, organizations } from '../../../tests/testkit/training.ts';

const { database, ask } = await openTraining([
  { number: 11, platform: 1, institution: 1 },
  { number: 12, platform: 2, institution: 2, status: 'DELISTED' },
  { number: 13, platform: 2, institution: 1 },
]);

const siti = idOf(101);

const budi = idOf(102);

// Siti is certified in a course of each pair of platform and institution, Budi in the first.
await database.pool.query(
  `insert into enrollment (id, participant_id, course_id, status, price, reserved_at, paid_at, completed_at)
    select id, participant, course, 'CERTIFIED', 400000, '2026-06-01Z', '2026-06-01Z', '2026-06-20Z'
    from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as row (id, participant, course)`,
  [[201, 202, 203, 211].map(idOf), [siti, siti, siti, budi], [11, 12, 13, 11].map(idOf)],
);
await database.pool.query(
  `insert into certificate (id, enrollment_id, participant_id, course_id, issued_at, score, skills)
    select replace(id::text, '0002', '0003')::uuid, id, participant_id, course_id, completed_at, 88, '{barista-work}'
    from enrollment`,
);

const of = (org: string | null, scope = 'enrollment:read') => ({ ...callerOf('client', scope), org });

const PERSON = `query ($people: [_Any!]!, $first: Int!, $after: String) { _entities(representations: $people) {
  ... on Participant {
    enrollments(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
    certificates(first: $first) { nodes { id participant { id enrollments(first: 9) { nodes { id } } } } }
  } } }`;

interface Nodes {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}
interface People {
  _entities: ({ enrollments: Nodes; certificates: Nodes } | null)[];
}

const peopleOf = (...ids: string[]) => ids.map((id) => ({ __typename: 'Participant', id }));
const numbersOf = ({ nodes }: Nodes) => nodes.map(({ id }) => Number(id.slice(-4)));

const seenBy = async (caller: ReturnType<typeof of>, person = siti) => {
  const { data, codes } = await ask<People>(caller, PERSON, { people: peopleOf(person), first: 9 });
  expect(codes).toEqual([]);
  const { enrollments, certificates } = data._entities[0] as NonNullable<People['_entities'][0]>;
  const within = JSON.stringify(certificates).match(/0000000002\d\d/g) ?? [];
  expect(new Set(within.map(Number))).toEqual(new Set(numbersOf(enrollments)));
  return [numbersOf(enrollments), numbersOf(certificates)];
};

test.each([
  ['its platform', organizations.pijar, [201]],
  ['a platform with two of them', organizations.pintar, [203, 202]],
  ['its institution', organizations.satu, [203, 201]],
  ['another institution', organizations.dua, [202]],
  ['an organisation that no table knows', idOf(9_999), []],
  ['an organisation under the id of a platform’s row', idOf(1), []],
  ['an organisation whose id is no UUID', 'pijar', []],
  ['a token without an organisation', null, []],
])('%s reads the enrolments and certificates in its own courses', async (_who, org, numbers) => {
  expect(await seenBy(of(org))).toEqual([numbers, numbers.map((number) => number + 100)]);
});

test('the person reads all of their own, whatever else the token holds, and an officer everybody’s', async () => {
  const all = [
    [203, 202, 201],
    [303, 302, 301],
  ];
  expect(await seenBy({ ...callerOf(siti, 'self enrollment:read'), org: organizations.dua })).toEqual(all);
  expect(await seenBy(of(organizations.dua, 'enrollment:read participant:read'))).toEqual(all);
});

test('pages count the own ones alone: a cursor or a next page tells of no other', async () => {
  const page = async (after?: string) =>
    (await ask<People>(of(organizations.satu), PERSON, { people: peopleOf(siti), first: 1, after })).data._entities[0]
      ?.enrollments as Nodes;
  const first = await page();
  const second = await page(first.pageInfo.endCursor);
  expect([numbersOf(first), first.pageInfo.hasNextPage]).toEqual([[203], true]);
  expect([numbersOf(second), second.pageInfo.hasNextPage]).toEqual([[201], false]);
});

const BY_ID = `query ($id: ID!, $key: [_Any!]!) {
  enrollment(id: $id) { id participant { id } certificate { id } }
  _entities(representations: $key) { ... on Enrollment { id status participant { id } } }
}`;
const byId = (caller: ReturnType<typeof of>, id: string) =>
  ask(caller, BY_ID, { id, key: [{ __typename: 'Enrollment', id }] });

test('an enrolment in another’s course and an unknown id are answered alike, by the field and by the key', async () => {
  const own = await byId(of(organizations.pijar), idOf(201));
  expect(own).toMatchObject({ codes: [], data: { enrollment: { participant: { id: siti } } } });
  for (const org of [organizations.pintar, organizations.dua, idOf(9_999), 'pijar', null]) {
    const foreign = await byId(of(org), idOf(201));
    expect(foreign).toMatchObject({ codes: [], data: { enrollment: null, _entities: [null] } });
    expect(await byId(of(org), idOf(999))).toEqual(foreign);
  }
});

test('an unknown person and one who learns elsewhere are the same to an organisation', async () => {
  const wanted = { people: peopleOf(siti), first: 2 };
  const unknown = { people: peopleOf(idOf(999)), first: 2 };
  for (const org of [idOf(9_999), null]) {
    expect(await ask(of(org), PERSON, wanted)).toEqual(await ask(of(org), PERSON, unknown));
  }
  expect(await ask(of(organizations.dua), PERSON, { ...wanted, people: peopleOf(budi) })).toEqual(
    await ask(of(organizations.dua), PERSON, unknown),
  );
});

const CHECK = 'query ($id: ID!) { certificate(id: $id) { course { id } participant { id } } }';

test('a certificate leads to its holder for the organisations of its course alone', async () => {
  const holderFor = async (caller: ReturnType<typeof of>) => {
    const { data, codes } = await ask<{ certificate: { participant: object | null } }>(caller, CHECK, {
      id: idOf(301),
    });
    expect(codes).toEqual([]);
    return data.certificate.participant;
  };
  for (const org of [organizations.pijar, organizations.satu]) expect(await holderFor(of(org))).toEqual({ id: siti });
  for (const org of [organizations.pintar, organizations.dua, idOf(9_999), null])
    expect(await holderFor(of(org))).toBeNull();
  expect(await holderFor(of(organizations.pijar, 'participant:read'))).toBeNull();
});

test('a page of a hundred people costs an organisation what a page of one does', async () => {
  const crowd = Array.from({ length: 100 }, (_, index) => idOf(1_000 + index));
  const cost = async (people: string[]) =>
    (await ask<People>(of(organizations.satu), PERSON, { people: peopleOf(...people), first: 9 })).statements;
  expect(await cost([siti])).toBe(await cost([siti, budi, ...crowd]));
});
