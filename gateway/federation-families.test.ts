import { afterAll, expect, test } from 'vitest';
import { determinedGraph } from './testkit/determined-graph.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const stacks: Stack[] = [];
afterAll(() => Promise.all(stacks.map((stack) => stack.stop())));

const started = async (subgraphs: Parameters<typeof startStack>[0]['subgraphs']): Promise<Stack> => {
  const stack = await startStack({ subgraphs });
  stacks.push(stack);
  return stack;
};

interface Reference {
  id: string;
}

test('the name of a type stands only where it was asked for, however fragments on one abstract field are nested', async () => {
  const animals = {
    '1': { __typename: 'Dog', id: '1', name: 'Rex', barks: true },
    '2': { __typename: 'Cat', id: '2', name: 'Tom' },
  };
  const stack = await started({
    animals: {
      typeDefs: `type Query { animal(id: ID!): Animal animals: [Animal!]! thing: Thing } union Thing = Dog | Cat
        interface Animal { id: ID! name: String friend: Animal }
        type Dog implements Animal @key(fields: "id") { id: ID! name: String friend: Animal barks: Boolean }
        type Cat implements Animal @key(fields: "id") { id: ID! name: String friend: Animal }`,
      resolvers: {
        Query: {
          animal: (_: unknown, { id }: { id: '1' | '2' }) => animals[id],
          animals: () => Object.values(animals),
          thing: () => animals['2'],
        },
        Dog: { friend: () => animals['2'] },
        Cat: { friend: () => animals['1'] },
      },
    },
    weights: {
      typeDefs: `type Dog @key(fields: "id") { id: ID! weight: Int } type Cat @key(fields: "id") { id: ID! weight: Int }`,
      resolvers: {
        Dog: { __resolveReference: ({ id }: Reference) => ({ id, weight: 30 }) },
        Cat: { __resolveReference: ({ id }: Reference) => ({ id, weight: 4 }) },
      },
    },
  });
  const inner = '... on Animal { ... on Dog { weight friend { ... on Animal { ... on Cat { weight } } } } }';
  const { data, errors } = await stack.ask(`{
    dog: animal(id: "1") { ${inner} ... on Animal { ... on Cat { __typename } } }
    animals { ... on Animal { name ... on Animal { ... on Cat { weight kind: __typename } } } }
    thing { ... on Animal { ... on Cat { friend { ... on Animal { ... on Dog { barks } } } } } }
  }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    dog: { weight: 30, friend: { weight: 4 } },
    animals: [{ name: 'Rex' }, { name: 'Tom', weight: 4, kind: 'Cat' }],
    thing: { friend: { barks: true } },
  });
});

const nodes: Record<string, object> = {
  p1: { __typename: 'Product', id: 'p1', name: 'Tea', price: 5 },
  o1: { __typename: 'Offer', id: 'o1', name: 'Half', until: 'May' },
};

test.each(['', ', resolvable: false'])(
  'an interface object that its subgraph does not resolve is read from the one that does (@key%s)',
  async (more) => {
    const stack = await started({
      shop: {
        typeDefs: `interface Node @key(fields: "id") { id: ID! name: String }
          type Product implements Node @key(fields: "id") { id: ID! name: String price: Int }
          type Offer implements Node @key(fields: "id") { id: ID! name: String until: String }`,
        resolvers: { Node: { __resolveReference: ({ id }: Reference) => nodes[id] } },
      },
      lists: {
        typeDefs: `type Query { node: Node nodes: [Node!]! box: Box } type Box { nodes: [Node] }
          type Node @key(fields: "id"${more}) @interfaceObject { id: ID! }`,
        resolvers: {
          Query: {
            node: () => ({ id: 'p1' }),
            nodes: () => [{ id: 'o1' }, { id: 'p1' }],
            box: () => ({ nodes: [{ id: 'o1' }] }),
          },
        },
      },
    });
    const key = await stack.ask('{ node { id } nodes { id } box { nodes { id } } }');
    expect(key).toEqual({
      data: { node: { id: 'p1' }, nodes: [{ id: 'o1' }, { id: 'p1' }], box: { nodes: [{ id: 'o1' }] } },
    });
    const whole = await stack.ask(`{
      node { __typename id name ... on Product { price } }
      nodes { id ... on Offer { until } }
      box { nodes { ... on Node { ... on Product { price } ... on Offer { id name } } } }
    }`);
    expect(whole).toEqual({
      data: {
        node: { __typename: 'Product', id: 'p1', name: 'Tea', price: 5 },
        nodes: [{ id: 'o1', until: 'May' }, { id: 'p1' }],
        box: { nodes: [{ id: 'o1', name: 'Half' }] },
      },
    });
  },
);

test('@provides on an interface with a fragment on one implementation', async () => {
  const media = [
    { __typename: 'Book', id: '1', title: 'of the list' },
    { __typename: 'Film', id: '2' },
  ];
  const known = {
    Book: { '1': { id: '1', title: 'of books', pages: 9 } },
    Film: { '2': { id: '2', title: 'of films' } },
  };
  const stack = await started({
    lists: {
      typeDefs: `type Query { media: [Media!] @provides(fields: "... on Book { title }") plain: [Media!] }
        interface Media { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! title: String @external }
        type Film implements Media @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { media: () => media, plain: () => media.map(({ __typename, id }) => ({ __typename, id })) },
      },
    },
    works: {
      typeDefs: `type Book @key(fields: "id") { id: ID! title: String @shareable pages: Int }
        type Film @key(fields: "id") { id: ID! title: String }`,
      resolvers: {
        Book: { __resolveReference: ({ id }: { id: '1' }) => known.Book[id] },
        Film: { __resolveReference: ({ id }: { id: '2' }) => known.Film[id] },
      },
    },
  });
  const provided = await stack.ask('{ media { __typename ... on Book { title } } }');
  expect(provided).toEqual({ data: { media: [{ __typename: 'Book', title: 'of the list' }, { __typename: 'Film' }] } });
  expect(stack.subgraph('works').calls).toEqual([]);
  const all = await stack.ask(
    '{ media { id ... on Book { title pages } ... on Film { title } } plain { ... on Book { title } } }',
  );
  expect(all).toEqual({
    data: {
      media: [
        { id: '1', title: 'of the list', pages: 9 },
        { id: '2', title: 'of films' },
      ],
      plain: [{ title: 'of books' }, {}],
    },
  });
});

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires",
  "@provides", "@shareable", "@interfaceObject"])\n`;
const family = `${link} interface M @key(fields: "id") { id: ID! mark: Int }
  type A implements M @key(fields: "id") { id: ID! mark: Int name: Int }
  type B implements M @key(fields: "id") { id: ID! mark: Int }`;

/** What random cases found, made smaller. */
const found: Record<string, { sdls: Record<string, string>; queries: string[]; steady?: string[] }> = {
  'fields of an implementation, where two subgraphs have its interface as an object': {
    sdls: {
      a: family,
      b: `${link} type Query { m: M } type M @key(fields: "id") @interfaceObject { id: ID! size: Int }`,
      c: `${link} type M @key(fields: "id") @interfaceObject { id: ID! unit: Int }`,
    },
    queries: ['{ m { ... on A { name } } }', '{ m { size unit __typename ... on A { name } ... on B { mark } } }'],
  },
  'what an interface object requires, asked by fragments on implementations': {
    sdls: {
      a: family,
      b: `${link} type Query { all: [M!]! }
        type M @key(fields: "id") @interfaceObject { id: ID! mark: Int @external note: Int @requires(fields: "mark") }`,
    },
    queries: ['{ all { ... on A { id } ... on B { note } } }', '{ all { ... on A { note } ... on B { note } } }'],
  },
  'a field that a chain of @requires needs with several arguments': {
    sdls: {
      a: `${link} type Query { e: E } type E @key(fields: "id") { id: ID! }`,
      b: `${link} type E @key(fields: "id") { id: ID! note(n: Int): Int }`,
      c: `${link} type E @key(fields: "id") { id: ID! note(n: Int): Int @external plain: Int @requires(fields: "note") }`,
      d: `${link} type E @key(fields: "id") { id: ID! note(n: Int): Int @external plain: Int @external
        both: Int @requires(fields: "note(n: 2) plain") }`,
    },
    queries: ['{ e { both } }', '{ e { both plain } }', '{ e { both note } }'],
  },
  'a member of a union of which nothing is required': {
    sdls: {
      a: `${link} type Query { es: [E!]! } type E @key(fields: "id") { id: ID! of: Thing all: [Thing!] }
        union Thing = E | F type F @key(fields: "id") { id: ID! }`,
      b: `${link} type E @key(fields: "id") { id: ID! of: Thing @external all: [Thing!] @external
        sum: Int @requires(fields: "of { ... on E { id } } all { ... on E { id } }") } union Thing = E`,
    },
    queries: ['{ es { sum } }'],
  },
  'a field that requires what two subgraphs answer, where its subgraph has a compound key only': {
    sdls: {
      a: `${link} type E @key(fields: "id at { zone }") { id: ID! at: At! @shareable unit: Int @external
        next: [E!] @external calc: Int @requires(fields: "unit next { id }") } type At @shareable { zone: ID! }`,
      b: `${link} type E @key(fields: "id at { zone }") @key(fields: "id") { id: ID! at: At! @shareable next: [E!] }
        type At @shareable { zone: ID! }`,
      c: `${link} type Query { es: [E!] } type E @key(fields: "id") { id: ID! unit: Int }`,
    },
    queries: ['{ es { calc } }', '{ es { unit calc next { calc } } }'],
  },
  'a field that requires another one, of an entity behind a field of its own type': {
    sdls: {
      a: `${link} type Query { e: E! } type E @key(fields: "id") { id: ID path: [ID] }`,
      b: `${link} type E @key(fields: "id") { id: ID items: E link: [E!] path: [ID] @external
        calc: Float! @requires(fields: "path") }`,
    },
    queries: ['{ e { items { calc } } }', '{ e { calc link { calc items { path calc } } } }'],
  },
  'what an interface object requires, behind a field of the interface object': {
    sdls: {
      a: `${link} type Query { m: M } type M @key(fields: "id") @interfaceObject { id: ID! size: Int }`,
      b: `${link} type M @key(fields: "id") @interfaceObject { id: ID! mark: Int @external
        note: Int @requires(fields: "mark") kin: E! } type E @key(fields: "id") { id: ID of: M! }`,
      c: family,
    },
    queries: ['{ m { kin { of { note } } } }', '{ m { kin { of { note ... on A { name size } } } } }'],
  },
  '@provides on a union, with a fragment on a type that is in the union of another subgraph only': {
    sdls: {
      a: `${link} type Query { thing: Thing @provides(fields: "... on E { load }") } union Thing = E | F
        type E @key(fields: "id") { id: ID! load: Int @external } type F { size: Int }`,
      b: `${link} type Query { other: Thing } union Thing = G type G @key(fields: "id") { id: ID! rank: Int }
        type E @key(fields: "id") { id: ID! load: Int @shareable }`,
    },
    queries: ['{ thing { ... on G { rank } } }', '{ thing { __typename ... on G { rank } ... on E { load } } }'],
  },
  'fields of an implementation, behind an entity of which the subgraph has the interface as an object': {
    sdls: {
      a: `${link} type Query { e: E } type E @key(fields: "id") { id: ID! }`,
      b: `${link} type E @key(fields: "id") { id: ID! link: M }
        type M @key(fields: "id") @interfaceObject { id: ID! size: Int }`,
      c: family,
    },
    queries: [
      '{ e { link { ... on A { name mark } } } }',
      '{ e { link { ... on A { name mark size } ... on B { mark } } } }',
    ],
  },
  'two fields that require one field with other arguments, each asked several times': {
    sdls: {
      a: `${link} type Query { feed: [Post!] } type Post @key(fields: "id") { id: ID! score(of: Int = 1): Int }`,
      b: `${link} type Post @key(fields: "id") { id: ID! score(of: Int = 1): Int @external
        author: String @requires(fields: "score(of: 4)") sum: Int @requires(fields: "score(of: 1)") }`,
    },
    queries: ['{ feed { score author id: sum sum } again: feed { sum author } }'],
  },
  'fields of an interface object, some of them of two of three implementations only': {
    sdls: {
      a: `${family} type C implements M @key(fields: "id") { id: ID! mark: Int } type Query { a: [M!]! b: [M!]! c: [M!]! }`,
      b: `${link} type M @key(fields: "id") @interfaceObject { id: ID! unit: Int! rank: Int kin: V } type V { size: Int }`,
    },
    queries: ['a', 'b', 'c'].map((name) => `{ ${name} { ... on A { kin { size } } ... on B { rank } unit } }`),
  },
  'a shared field that leads to entities, below itself beside a field that requires': {
    sdls: {
      a: `${link} type E @key(fields: "id") { id: ID! items: E! @shareable year: Int @external
        calc: Int @requires(fields: "year") }`,
      b: `${link} type Query { e: E } type E @key(fields: "id") { id: ID! name: Int year: Int items: E! @shareable }`,
    },
    queries: ['{ e { items { items { calc name } calc } } }'],
  },
  'two fields of two subgraphs that require one field with other arguments': {
    sdls: {
      a: `${link} type E @key(fields: "id") @key(fields: "code") { id: ID! code: Int! tone(n: Int! = 2): ID @external
        mark: Int! @external one: Int @requires(fields: "tone mark") }`,
      b: `${link} type Query { es: [E!] } type E @key(fields: "code") @key(fields: "id") { id: ID! code: Int! mark: Int!
        tone(n: Int! = 2): ID parent: E @shareable }`,
      c: `${link} type E @key(fields: "id") @key(fields: "code") { id: ID! code: Int! mark: Int! @external
        tone(n: Int! = 2): ID @external two: [ID!] @requires(fields: "mark tone(n: 3)") }`,
    },
    queries: ['{ es { parent { parent { parent { two one } } } } }', '{ es { one two } }'],
  },
  'an input of which subgraphs know other fields': {
    sdls: {
      a: `${link} type Query { people(filter: Filter, all: [Filter!]): [Person!] }
        input Filter { name: String first: Int = 2 old: Boolean } type Person @key(fields: "id") { id: ID! name: String }`,
      b: `${link} type Query { firms(filter: Filter!): [Firm] } input Filter { name: String first: Int = 2 city: String }
        type Firm @key(fields: "id") { id: ID! people(filter: Filter): [Person!] }
        type Person @key(fields: "id") { id: ID! age: Int }`,
    },
    queries: [
      '{ people(filter: { name: "a" }) { name age } firms(filter: {}) { people(filter: { first: 3 }) { age name } } }',
      '{ people(all: [{ first: 1 }, { name: "b" }]) { age } }',
    ],
  },
  'fields with selections that a subgraph promises of one type and not of another, under one key': {
    steady: ['E.best', 'E.kin'],
    sdls: {
      a: `${link} type Query { things: [Thing] } union Thing = E | F
        type E @key(fields: "id") { id: ID! best: [Thing!]! @shareable kin: E! @shareable }
        type F @key(fields: "id") { id: ID! best: [Thing!] kin: E }`,
      b: `${link} union Thing = E | F type E @key(fields: "id") { id: ID! best: [Thing!] @shareable kin: E @shareable load: Int }
        type F @key(fields: "id") { id: ID! unit: Int }`,
    },
    queries: [
      '{ things { ... on E { best { __typename } load } ... on F { best { __typename } unit } } }',
      '{ things { ... on E { kin { id load } } ... on F { kin { load best { ... on F { unit } } } } } }',
    ],
  },
};

test.each(Object.entries(found))('%s', async (_name, { sdls, queries, steady }) => {
  const graph = await determinedGraph(sdls, { isStrict: true, steady: new Set(steady) });
  const view = ({ data, errors = [] }: Awaited<ReturnType<typeof graph.ask>>) => ({
    data,
    places: errors.map(({ path }) => path?.join('.')).sort(),
  });
  for (const query of queries) expect(view(await graph.ask(query))).toEqual(view(await graph.truth(query)));
});

test('a field of a part of a compound key that is no entity itself is asked through its parent', async () => {
  const parts = 'type Owner @shareable { id: ID! NAME: Int }';
  const stack = await started({
    orders: {
      typeDefs: `${parts.replace('NAME', 'size')} type Query { orders: [Order!] }
        type Order @key(fields: "id owner { id }") { id: ID! owner: Owner }`,
      resolvers: {
        Query: { orders: () => ['1', '2'].map((id) => ({ id, owner: { id: `o${id}`, size: Number(id) } })) },
      },
    },
    rates: {
      typeDefs: `${parts.replace('NAME', 'rate')}
        type Order @key(fields: "id owner { id }") { id: ID! owner: Owner total: Int }`,
      resolvers: {
        Order: {
          __resolveReference: ({ id, owner }: Reference & { owner: Reference }) => ({
            id,
            total: 7,
            owner: { id: owner.id, rate: 10 * Number(id) },
          }),
        },
      },
    },
  });
  const { data, errors } = await stack.ask('{ orders { total owner { size rate } } orders { owner { id } } }');
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    orders: [
      { total: 7, owner: { size: 1, rate: 10, id: 'o1' } },
      { total: 7, owner: { size: 2, rate: 20, id: 'o2' } },
    ],
  });
  expect(stack.subgraph('rates').calls).toHaveLength(1);
});
