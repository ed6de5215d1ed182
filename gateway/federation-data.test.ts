import { afterAll, expect, test } from 'vitest';
import { type Stack, startStack } from './testkit/stack.ts';

const stacks: Stack[] = [];
afterAll(() => Promise.all(stacks.map((stack) => stack.stop())));

const started = async (subgraphs: Parameters<typeof startStack>[0]['subgraphs']): Promise<Stack> => {
  const stack = await startStack({ subgraphs });
  stacks.push(stack);
  return stack;
};

const book = { __typename: 'Book', id: '1', title: 'A book' };
const film = { __typename: 'Film', id: '2', title: 'A film' };

test('a union that subgraphs fill with different types', async () => {
  const stack = await started({
    a: {
      typeDefs: `type Query { media: Media @shareable both: [Media] @shareable ofA: Media } union Media = Book
        type Book @shareable { title: String }`,
      resolvers: { Query: { media: () => book, both: () => [book], ofA: () => book } },
    },
    b: {
      typeDefs: `type Query { media: Media @shareable both: [Media] @shareable ofB: [Media] viewer: Viewer }
        union Media = Book | Film type Book @shareable { title: String } type Film { title: String minutes: Int }
        type Viewer { media: Media }`,
      resolvers: {
        Query: { media: () => book, both: () => [book], ofB: () => [film, book], viewer: () => ({ media: film }) },
      },
    },
  });
  const fields = '{ __typename ... on Film { title minutes } ... on Book { title } }';
  const { data, errors } = await stack.ask(
    `{ media ${fields} both ${fields} ofA ${fields} ofB ${fields} viewer { media ${fields} } }`,
  );
  expect(errors).toBeUndefined();
  const shownBook = { __typename: 'Book', title: 'A book' };
  const shownFilm = { __typename: 'Film', title: 'A film', minutes: null };
  expect(data).toEqual({
    media: shownBook,
    both: [shownBook],
    ofA: shownBook,
    ofB: [shownFilm, shownBook],
    viewer: { media: shownFilm },
  });
});

test('an enum of which subgraphs know different values, one of them not for clients', async () => {
  const stack = await started({
    a: {
      typeDefs: `type Query { users: [User] } enum Kind { REGULAR ANONYMOUS @inaccessible }
        type User @key(fields: "id") { id: ID! kind: Kind @shareable }`,
      resolvers: {
        Query: {
          users: () => [
            { id: '1', kind: 'REGULAR' },
            { id: '2', kind: 'ANONYMOUS' },
          ],
        },
      },
    },
    b: {
      typeDefs: `type Query { strict: [User!] } enum Kind { REGULAR } type User @key(fields: "id") { id: ID! kind: Kind @shareable }`,
      resolvers: { Query: { strict: () => [{ id: '3', kind: 'REGULAR' }] } },
    },
  });
  const { data, errors } = await stack.ask('{ users { id kind } strict { kind } }');
  expect(data).toEqual({
    users: [
      { id: '1', kind: 'REGULAR' },
      { id: '2', kind: null },
    ],
    strict: [{ kind: 'REGULAR' }],
  });
  expect(errors?.map(({ path }) => path)).toEqual([['users', 1, 'kind']]);
});

test('an entity whose key is null is asked of nobody, and one that a subgraph does not know lacks its fields', async () => {
  const stack = await started({
    a: {
      typeDefs: `type Query { books: [Book] } type Book @key(fields: "upc") { upc: ID title: String }`,
      resolvers: { Query: { books: () => ['u1', 'u9', null, 'u1'].map((upc) => ({ upc, title: 'A' })) } },
    },
    b: {
      typeDefs: 'type Book @key(fields: "upc") @key(fields: "id") { upc: ID id: ID }',
      resolvers: {
        Book: {
          __resolveReference: ({ upc }: { upc: string }) => (upc === 'u1' ? { upc, id: '1' } : { upc, id: null }),
        },
      },
    },
    c: {
      typeDefs: 'type Book @key(fields: "id") { id: ID pages: Int author: Author } type Author { name: String! }',
      resolvers: { Book: { __resolveReference: () => ({ pages: 7, author: { name: 'Nur' } }) } },
    },
  });
  const { data, errors } = await stack.ask('{ books { title pages author { name } } }');
  expect(errors).toBeUndefined();
  const known = { title: 'A', pages: 7, author: { name: 'Nur' } };
  const unknown = { title: 'A', pages: null, author: null };
  expect(data?.books).toEqual([known, unknown, unknown, known]);
  const sent = ['b', 'c'].map((name) => stack.subgraph(name).calls.map(({ variables }) => variables));
  expect(sent).toEqual([
    [{ representations: ['u1', 'u9'].map((upc) => ({ __typename: 'Book', upc })) }],
    [{ representations: [{ __typename: 'Book', id: '1' }] }],
  ]);
});

test('each field of a mutation sees what the one before did, in every subgraph', async () => {
  const totals = { cart: 0, stock: 10 };
  const change = (by: number) => () => {
    totals.cart += by;
    totals.stock -= by;
    return { id: '1', count: totals.cart };
  };
  const stack = await started({
    carts: {
      typeDefs: `type Query { cart: Cart } type Mutation { add: Cart remove: Cart } type Cart @key(fields: "id") { id: ID! count: Int }`,
      resolvers: { Query: { cart: () => ({ id: '1' }) }, Mutation: { add: change(3), remove: change(-1) } },
    },
    stock: {
      typeDefs: `type Mutation { count: Int } type Cart @key(fields: "id") { id: ID! left: Int }`,
      resolvers: {
        Mutation: { count: () => totals.stock },
        Cart: { __resolveReference: ({ id }: { id: string }) => ({ id, left: totals.stock }) },
      },
    },
  });
  const { data } = await stack.ask(
    'mutation { add { count left } first: count remove { left count } second: count again: add { left } }',
  );
  expect(data).toEqual({
    add: { count: 3, left: 7 },
    first: 7,
    remove: { left: 8, count: 2 },
    second: 8,
    again: { left: 5 },
  });
});

test('a partner that answers other ids and fields than it was asked reaches no other balance, and the log says so', async () => {
  const balances = new Map([
    ['1', 100],
    ['2', 200],
  ]);
  const stack = await started({
    people: {
      typeDefs: 'type Query { people: [Person!] } type Person @key(fields: "id") { id: ID! name: String }',
      resolvers: { Query: { people: () => ['1', '2'].map((id) => ({ id, name: `name ${id}` })) } },
    },
    partner: {
      typeDefs: 'type Person @key(fields: "id") { id: ID! score: Int shop: Shop } type Shop { at: Person }',
      resolvers: {},
      intercept: (_request, response) => {
        const swapped = ['2', '1'].map((id) => ({
          __typename: 'Person',
          id,
          name: 'x',
          balance: 9,
          score: Number(id),
        }));
        response.end(JSON.stringify({ data: { _entities: swapped } }));
        return true;
      },
    },
    money: {
      typeDefs: 'type Person @key(fields: "id") { id: ID! balance: Int }',
      resolvers: { Person: { __resolveReference: ({ id }: { id: string }) => ({ id, balance: balances.get(id) }) } },
    },
  });
  const { data } = await stack.ask('{ people { score name balance id } }');
  expect(data?.people).toEqual([
    { score: 2, name: 'name 1', balance: 100, id: '1' },
    { score: 1, name: 'name 2', balance: 200, id: '2' },
  ]);
  const said = stack.log.find(({ message }) => message.startsWith('a subgraph answered more'));
  expect(said?.details).toMatchObject({ subgraph: 'partner', keys: 8 });
});
