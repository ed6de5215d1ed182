import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compose, type Stack, startStack } from '../testkit/stack.ts';
import { type Subgraph, type SubgraphOptions, startSubgraph } from '../testkit/subgraph.ts';
import { personIdsUnder } from './person-ids.ts';

const SITI = '018d0000-0000-7000-8000-000000000501';
const BUDI = '018d0000-0000-7000-8000-000000000502';
const signing = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const subjects = randomBytes(32).toString('base64url');
const PARTNER_KEYS = JSON.stringify({ signing: [signing], subjects });

const office: SubgraphOptions = {
  typeDefs: `type Query { person(id: ID!): Participant people: [Participant!]! }
    interface NamedPerson { id: ID! }
    type Participant implements NamedPerson @key(fields: "id") { id: ID! name: String wage: Wage @shareable }
    type Wage @shareable { of: Participant amount: Int }`,
  resolvers: {
    Query: { person: (_: unknown, { id }: { id: string }) => ({ id }), people: () => [{ id: SITI }, { id: BUDI }] },
    Participant: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      name: ({ id }: { id: string }) => (id === SITI ? 'Siti' : id === BUDI ? 'Budi' : null),
      wage: ({ id }: { id: string }) => ({ of: { id }, amount: 5 }),
    },
  },
};

/** What a partner was sent, as text. */
const sent: Record<string, string[]> = { kur: [], health: [] };
/** The ids that a partner knows, by the order in which it heard of them. */
const known: Record<string, string[]> = { kur: [], health: [] };
/** What a partner says that the borrower's id is; its own one unless said. */
let claimed: string | undefined;

const partnerOf = (name: 'kur' | 'health'): SubgraphOptions => {
  const heard = (id: string) => {
    if (!known[name]?.includes(id)) known[name]?.push(id);
    return id;
  };
  return {
    typeDefs: `type Query { ${name}Cases: [${name}_Case!]! ${name}Anybody: ${name}_Party ${name}NamedPerson: NamedPerson }
      type Subscription { ${name}Changed: Participant }
      interface NamedPerson { id: ID! }
      type Participant implements NamedPerson @key(fields: "id") { id: ID! ${name}Case: ${name}_Case wage: Wage @external
        ${name}Rank: String @requires(fields: "wage { amount of { id } }") }
      type Wage @shareable { of: Participant amount: Int }
      type ${name}_Case { number: Int person: Participant again: [[Participant]] }
      union ${name}_Party = Participant | ${name}_Case`,
    resolvers: {
      Query: {
        [`${name}Cases`]: () =>
          known[name]?.map((id) => ({ number: 1, person: { id: claimed ?? id }, again: [[{ id }], []] })),
        [`${name}Anybody`]: () => ({ __typename: 'Participant', id: known[name]?.[0] }),
        [`${name}NamedPerson`]: () => ({ __typename: 'Participant', id: known[name]?.[0] }),
      },
      Subscription: {
        [`${name}Changed`]: {
          async *subscribe() {
            yield { [`${name}Changed`]: { id: known[name]?.[0] } };
          },
        },
      },
      Participant: {
        __resolveReference: ({ id, wage }: { id: string; wage?: { of: { id: string } } }) => ({ id: heard(id), wage }),
        [`${name}Case`]: ({ id }: { id: string }) => ({ number: known[name]?.indexOf(id), person: { id } }),
        [`${name}Rank`]: ({ id, wage }: { id: string; wage: { of: { id: string } } }) =>
          wage.of.id === id ? 'the same person' : `${wage.of.id} is another`,
      },
    },
    intercept(_request, _response, call) {
      sent[name]?.push(JSON.stringify(call));
      return false;
    },
  };
};

let partners: Record<'kur' | 'health', Subgraph>;
let stack: Stack;
beforeAll(async () => {
  partners = { kur: await startSubgraph(partnerOf('kur')), health: await startSubgraph(partnerOf('health')) };
  stack = await startStack({ subgraphs: { office }, env: { PARTNER_KEYS } });
  const { refusal } = await stack.gateway.revisions.take(compose({ office: stack.subgraph('office'), ...partners }), {
    name: 'registry',
  });
  expect(refusal).toBeUndefined();
});
afterAll(async () => {
  await stack.stop();
  await Promise.all(Object.values(partners).map((partner) => partner.stop()));
});
beforeEach(() => {
  claimed = undefined;
});

const both = `query ($id: ID!) { person(id: $id) { id name kurCase { number person { id name } } healthCase { number mine: person { key: id name } } } }`;

test('two partners know the same person by different ids, and a query goes through both', async () => {
  const { data, errors } = await stack.ask(both, { variables: { id: SITI } });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    person: {
      id: SITI,
      name: 'Siti',
      kurCase: { number: 0, person: { id: SITI, name: 'Siti' } },
      healthCase: { number: 0, mine: { key: SITI, name: 'Siti' } },
    },
  });
  await stack.ask(both, { variables: { id: BUDI } });
  await stack.ask(both, { variables: { id: SITI } });
  expect([known.kur?.length, known.health?.length]).toEqual([2, 2]);
  expect(new Set([SITI, BUDI, ...(known.kur ?? []), ...(known.health ?? [])]).size).toBe(6);
  for (const texts of Object.values(sent)) expect(texts.join()).not.toMatch(new RegExp(`${SITI}|${BUDI}`));
});

test('what a partner says of people is turned back in lists, unions, interfaces and events', async () => {
  const query = `{ kurCases { person { name } again { pid: id name } } kurAnybody { __typename ... on Participant { id } }
    kurNamedPerson { id } }`;
  const { data, errors } = await stack.ask(query);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    kurCases: [
      { person: { name: 'Siti' }, again: [[{ pid: SITI, name: 'Siti' }], []] },
      { person: { name: 'Budi' }, again: [[{ pid: BUDI, name: 'Budi' }], []] },
    ],
    kurAnybody: { __typename: 'Participant', id: SITI },
    kurNamedPerson: { id: SITI },
  });
  const accept = { accept: 'text/event-stream' };
  const response = await stack.post({ query: 'subscription { healthChanged { id name } }' }, accept);
  expect(await response.text()).toContain(`{"healthChanged":{"id":"${SITI}","name":"Siti"}}`);
});

test('an id of a person within what @requires sends is the same as that of the entity', async () => {
  const { data } = await stack.ask('{ people { kurRank healthRank } }');
  const same = { kurRank: 'the same person', healthRank: 'the same person' };
  expect(data).toEqual({ people: [same, same] });
});

test('ids that were not made for a partner name nobody', async () => {
  const [own = '', other = ''] = [known.kur?.[0], known.health?.[0]];
  const flipped = `${own.slice(0, -2)}${own.at(-2) === 'A' ? 'B' : 'A'}${own.at(-1)}`;
  for (const forged of [SITI, other, flipped, '', 'x', own.toUpperCase(), `${own}=`, own.slice(1)]) {
    claimed = forged;
    const { data, errors } = await stack.ask('{ kurCases { number person { id name } } }');
    expect([forged, data]).toEqual([
      forged,
      {
        kurCases: [
          { number: 1, person: null },
          { number: 1, person: null },
        ],
      },
    ]);
    expect(errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toContain('Siti');
  }
  expect(stack.log.map(({ message }) => message)).toContain(
    'a subgraph answered ids of people that were not made for it: null',
  );
});

test('while the key is rotated a partner is told new ids, and understood by its old ones', async () => {
  const [before = ''] = known.kur ?? [];
  const rotated = `${randomBytes(32).toString('base64url')},${subjects}`;
  const next = await startStack({
    subgraphs: { office },
    env: { PARTNER_KEYS: JSON.stringify({ signing: [signing], subjects: rotated }) },
  });
  try {
    const offered = compose({ office: next.subgraph('office'), ...partners });
    expect((await next.gateway.revisions.take(offered, { name: 'registry' })).refusal).toBeUndefined();
    claimed = before;
    const cases = await next.ask('{ kurCases { person { id name } } }');
    expect(cases.errors).toBeUndefined();
    expect(cases.data?.kurCases).toContainEqual({ person: { id: SITI, name: 'Siti' } });
    claimed = undefined;
    const asked = await next.ask(both, { variables: { id: SITI } });
    expect(asked.data?.person).toMatchObject({ name: 'Siti', kurCase: { person: { id: SITI, name: 'Siti' } } });
    const [fresh = ''] = known.kur?.slice(-1) ?? [];
    expect(fresh).not.toBe(before);
    // The gateway that has the old key alone, as before the rotation, does not know them.
    claimed = fresh;
    const unknown = await stack.ask('{ kurCases { person { id } } }');
    expect(unknown.data?.kurCases).not.toContainEqual({ person: { id: SITI } });
  } finally {
    await next.stop();
  }
});

test('a gateway that has both keys in either order understands what both made', () => {
  const old = randomBytes(32);
  const fresh = randomBytes(32);
  const orders = [personIdsUnder(old, fresh), personIdsUnder(fresh, old)] as const;
  for (const { seal } of orders) for (const { open } of orders) expect(open(seal(SITI))).toBe(SITI);
  expect(orders.map(({ seal }) => seal(SITI))).toEqual([old, fresh].map((key) => personIdsUnder(key).seal(SITI)));
});

test('sealing is stable, keeps what an id is, and takes microseconds', () => {
  const one = personIdsUnder(randomBytes(32));
  const two = personIdsUnder(randomBytes(32));
  for (const id of [SITI, '', 'synthetic-officer', SITI.toUpperCase(), 'é\u0000', 'x'.repeat(900)]) {
    const sealed = one.seal(id);
    expect([one.seal(id), one.open(sealed), two.open(sealed)]).toEqual([sealed, id, undefined]);
  }
});
