import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Stack, startStack } from './testkit/stack.ts';

const rows = Array.from({ length: 6 }, (_, index) => ({ id: String(index + 1) }));
const page = { nodes: rows, edges: rows.map((node) => ({ node })), marks: [1, 2, 3, 4, 5, 6] };

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({
    subgraphs: {
      pages: {
        typeDefs: `
          type Query {
            page(first: Int = 2): Page @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"])
            items(first: Int, last: Int): [Item!]! @listSize(slicingArguments: ["first", "last"], assumedSize: 3)
            assumed: [Item!]! @listSize(assumedSize: 3)
          }
          type Page { nodes: [Item!]! edges: [Edge!]! marks: [Int!]! }
          type Edge { node: Item! }
          type Item @key(fields: "id") { id: ID! }
        `,
        resolvers: { Query: { page: () => page, items: () => rows, assumed: () => rows } },
      },
      names: {
        typeDefs: 'type Item @key(fields: "id") { id: ID! name: String }',
        resolvers: { Item: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `name ${id}` }) } },
      },
    },
  });
});
afterAll(() => stack.stop());
beforeEach(() => {
  stack.log.length = 0;
  stack.subgraph('names').calls.length = 0;
});

const dropped = () =>
  stack.log
    .filter(({ message }) => message === 'a subgraph answered more than it was asked: dropped')
    .map(({ details }) => [details.subgraph, details.items]);
const asked = () =>
  stack.subgraph('names').calls.flatMap(({ variables }) => Object.values(variables ?? {}).flat() as { id: string }[]);

test.each([
  ['a literal', '{ page(first: 3) { nodes { name } } }', 3],
  ['a variable', 'query ($first: Int!) { page(first: $first) { nodes { name } } }', 4],
  ['a default', '{ page { nodes { name } } }', 2],
])(
  'a page is cut at the length that was priced by %s, before others are asked about its rows',
  async (_, query, length) => {
    const { data } = await stack.ask(query, query.includes('$') ? { variables: { first: length } } : {});
    const expected = rows.slice(0, length).map(({ id }) => ({ name: `name ${id}` }));
    expect(data).toEqual({ page: { nodes: expected } });
    expect(asked().length).toBe(length);
    expect(dropped()).toEqual([['pages', 6 - length]]);
  },
);

test('edges and aliases are cut too, the larger of two arguments counts, and other lists of the page stay', async () => {
  const query = '{ a: page(first: 1) { edges { node { id } } marks } b: items(first: 1, last: 2) { id } }';
  expect((await stack.ask(query)).data).toEqual({
    a: { edges: [{ node: { id: '1' } }], marks: page.marks },
    b: [{ id: '1' }, { id: '2' }],
  });
  expect(dropped()).toEqual([['pages', 9]]);
});

test('a list whose length was only assumed is whole: the assumption is the price’s, not the answer’s', async () => {
  const { data } = await stack.ask('{ assumed { id } items { id } }');
  expect(data).toEqual({ assumed: rows, items: rows });
  expect(dropped()).toEqual([]);
});
