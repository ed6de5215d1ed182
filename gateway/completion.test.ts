import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { complete } from './completion.ts';
import { readCosts } from './cost.ts';
import { prepareOperation } from './operation.ts';

const schema = buildSchema(`
  type Query { pet: Pet pets: [Pet!] matrix: [[Int!]!] dog: Dog strict: Dog! nullable: [Chimera] }
  interface Pet { name: String! }
  type Dog implements Pet { name: String! bark: Int! owner: String }
  type Cat implements Pet { name: String! lives: Int }
  type Chimera { bark: Int! lives: Int! owner: String }
`);

const graph = { schema, guards: new Map(), bulk: new Map(), costs: readCosts(parse('type Query { a: Int }')) };

const completed = (query: string, data: Record<string, unknown> | null, variables = {}) => {
  const operation = prepareOperation(graph, parse(query));
  if (operation === undefined) throw new Error('no operation');
  const { data: result, added } = complete({ data }, operation.shape, { variables });
  return { data: result, paths: added.map(({ path }) => path?.join('.')) };
};

test('a null in a list of mandatory items nulls the list', () => {
  expect(completed('{ pets { name } }', { pets: [{ name: 'a' }, null] })).toEqual({
    data: { pets: null },
    paths: ['pets.1'],
  });
  expect(completed('{ matrix }', { matrix: [[1], [2, null]] })).toEqual({
    data: { matrix: null },
    paths: ['matrix.1.1'],
  });
});

test('a null at a mandatory root field nulls the data', () => {
  expect(completed('{ dog { name } strict { name } }', { dog: { name: 'a' }, strict: null })).toEqual({
    data: null,
    paths: ['strict'],
  });
});

test('fields that the engine left out are null, and mandatory ones bubble', () => {
  expect(completed('{ dog { owner } }', { dog: {} })).toEqual({ data: { dog: { owner: null } }, paths: [] });
  expect(completed('{ dog { bark } }', { dog: {} })).toEqual({ data: { dog: null }, paths: ['dog.bark'] });
});

test('only what the concrete type selects is expected', () => {
  const query = '{ pets { __typename ... on Dog { bark } ... on Cat { lives } } }';
  const pets = [{ __typename: 'Cat' }, { __typename: 'Dog', bark: 1 }];
  expect(completed(query, { pets })).toEqual({
    data: {
      pets: [
        { __typename: 'Cat', lives: null },
        { __typename: 'Dog', bark: 1 },
      ],
    },
    paths: [],
  });
});

test('an object of a type that is not possible there is null', () => {
  expect(completed('{ pet { ... on Dog { bark } } }', { pet: { __typename: 'Query' } }).data).toEqual({ pet: null });
  expect(completed('{ pet { ... on Dog { bark } } }', { pet: { __typename: 'constructor' } }).data).toEqual({
    pet: null,
  });
});

test('a field that @skip or @include leaves out is not missed', () => {
  const query =
    'query ($yes: Boolean!, $no: Boolean!) { dog { name @skip(if: $yes) ... @include(if: $no) { bark } owner @skip(if: true) } }';
  expect(completed(query, { dog: {} }, { yes: true, no: false })).toEqual({ data: { dog: {} }, paths: [] });
  expect(completed(query, { dog: { name: 'a' } }, { yes: false, no: true })).toEqual({
    data: { dog: null },
    paths: ['dog.bark'],
  });
});

test('a field that is selected twice is missed unless both are left out', () => {
  const query = 'query ($no: Boolean!) { dog { bark @include(if: $no) bark } }';
  expect(completed(query, { dog: {} }, { no: false }).paths).toEqual(['dog.bark']);
});

test('a leaf, a list and an object are not taken for each other', () => {
  expect(completed('{ dog { owner } }', { dog: [] }).data).toEqual({ dog: null });
  expect(completed('{ dog { owner } }', { dog: 'text' }).data).toEqual({ dog: null });
  expect(completed('{ pets { name } }', { pets: { name: 'a' } }).data).toEqual({ pets: null });
  expect(completed('{ dog { owner } }', { dog: { owner: { first: 'a' } } }).data).toEqual({ dog: { owner: null } });
});

test('no more than 100 errors are added', () => {
  const pets = Array.from({ length: 500 }, () => null);
  expect(completed('{ pets { name } }', { pets }).paths).toHaveLength(100);
});

test('ten thousand wrong rows beside 500 errors are completed within 50 ms', () => {
  const operation = prepareOperation(graph, parse('{ matrix }'));
  if (operation === undefined) throw new Error('no operation');
  const errors = Array.from({ length: 500 }, (_, index) => ({ path: ['matrix', index, 0] }));
  const wrong = () => Array.from({ length: 10_000 }, (_, index) => [index < 9950 ? {} : 1, {}]);
  const shown = [];
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const data = { matrix: wrong() };
    const before = process.threadCpuUsage();
    const { added } = complete({ data, errors }, operation.shape, { variables: {} });
    const { user, system } = process.threadCpuUsage(before);
    fastest = Math.min(fastest, (user + system) / 1000);
    shown.push(added.length);
  }
  expect(shown).toEqual([100, 100, 100, 100, 100]);
  expect(fastest).toBeLessThan(50);
});

test('no error is added where another names the place, a parent or a child of it', () => {
  const operation = prepareOperation(graph, parse('{ dog { bark owner } matrix }'));
  if (operation === undefined) throw new Error('no operation');
  const added = (...paths: (string | number)[][]) =>
    complete(
      { data: { dog: { bark: 'x', owner: 7 }, matrix: [['a']] }, errors: paths.map((path) => ({ path })) },
      operation.shape,
      { variables: {} },
    ).added.map(({ path }) => path?.join('.'));
  expect(added()).toEqual(['dog.bark', 'dog.owner', 'matrix.0.0']);
  expect(added(['dog'])).toEqual(['matrix.0.0']);
  expect(added(['dog', 'bark'], ['matrix', 0, 0, 1])).toEqual(['dog.owner']);
  expect(added(['cat'], ['matrix', 1])).toEqual(['dog.bark', 'dog.owner', 'matrix.0.0']);
});

/** CPU ms that an answer takes whose rows are unknown to a subgraph, beside 500 errors; the fastest of three runs. */
const cpuOfUnknown = (rows: number): number => {
  const operation = prepareOperation(graph, parse('{ nullable { bark lives } }'));
  if (operation === undefined) throw new Error('no operation');
  const errors = Array.from({ length: 500 }, (_, index) => ({ path: ['nullable', index, 'owner'] }));
  const data = { nullable: Array.from({ length: rows }, () => ({ bark: null })) };
  const runs = Array.from({ length: 3 }, () => {
    const before = process.threadCpuUsage();
    const { data: completedData, added } = complete({ data, errors }, operation.shape, {
      variables: {},
      isJoined: true,
    });
    const { user, system } = process.threadCpuUsage(before);
    expect([(completedData?.nullable as unknown[] | undefined)?.every((row) => row === null), added]).toEqual([
      true,
      [],
    ]);
    return (user + system) / 1_000;
  });
  return Math.min(...runs);
};

test('unknown objects beside many errors take time that grows with their number only', () => {
  cpuOfUnknown(1_000);
  expect(cpuOfUnknown(80_000)).toBeLessThan(Math.max(100, 16 * cpuOfUnknown(10_000)));
});

test('what was said of an unknown object goes, and what a subgraph said of it stays and explains', () => {
  const operation = prepareOperation(graph, parse('{ nullable { bark lives } }'));
  const errors = [{ path: ['nullable', 0, 'bark'] }];
  // Of the third, the mandatory field is there and null: it is known.
  const data = { nullable: [{ bark: null }, { bark: null }, { bark: null, lives: 1 }, { bark: null, lives: null }] };
  const shape = operation?.shape;
  if (shape === undefined) throw new Error('no operation');
  const { added } = complete({ data, errors }, shape, { variables: {}, isJoined: true });
  expect(added.map(({ path }) => path?.join('.'))).toEqual(['nullable.2.bark', 'nullable.3.bark', 'nullable.3.lives']);
  const alone = complete({ data: { nullable: [{ bark: null }] } }, shape, { variables: {}, isJoined: true });
  expect(alone).toEqual({ data: { nullable: [null] }, added: [] });
});
