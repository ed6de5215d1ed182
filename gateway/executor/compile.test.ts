import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FetchNode, PlanNode } from '@graphql-hive/router-query-planner';
import { expect, test } from 'vitest';
import { runPlan } from '../testkit/plan-run.ts';

const sdl = `
  type Query { me: Person people: [Person] thing: Thing owner: Owner }
  interface Owner { id: ID! }
  type Person implements Owner { id: ID! name: String balance: Int boss: Person }
  type Firm implements Owner { id: ID! name: String staff: Int }
  union Thing = Person | Firm
`;

const root = (operation: string, more: Partial<FetchNode> = {}): FetchNode => ({
  kind: 'Fetch',
  serviceName: 'people',
  operationKind: 'query',
  operation,
  ...more,
});

const keyOf = (typeCondition: string): FetchNode['requires'] => [
  {
    kind: 'InlineFragment',
    typeCondition,
    selections: [
      { kind: 'Field', name: '__typename' },
      { kind: 'Field', name: 'id' },
    ],
  },
];

const entities = (fields: string, more: Partial<FetchNode> = {}): FetchNode => ({
  kind: 'Fetch',
  serviceName: 'money',
  operationKind: 'query',
  operation: `query($representations:[_Any!]!){_entities(representations:$representations){${fields}}}`,
  requires: keyOf('Person'),
  ...more,
});

const balances: PlanNode = {
  kind: 'Sequence',
  nodes: [
    root('{people{__typename id}}'),
    { kind: 'Flatten', path: [{ Field: 'people' }, '@'], node: entities('...on Person{balance}') },
  ],
};

const person = (id: string) => ({ __typename: 'Person', id });

test('every kind of node that the planner can emit is known here', () => {
  const index = createRequire(import.meta.url).resolve('@graphql-hive/router-query-planner');
  const types = readFileSync(index.replace(/index\.c?js$/, 'index.d.ts'), 'utf8');
  const union = /export type PlanNode =([^;]+);/.exec(types)?.[1] ?? '';
  expect(union.match(/\w+/g)).toEqual([
    'FetchNode',
    'BatchFetchNode',
    'SequenceNode',
    'ParallelNode',
    'FlattenNode',
    'ConditionNode',
    'SubscriptionNode',
    'DeferNode',
  ]);
  const rewrites = /export type FetchRewrite =([^;]+);/.exec(types)?.[1] ?? '';
  expect(rewrites.match(/\{ (ValueSetter|KeyRenamer|kind)/g)).toEqual(['{ ValueSetter', '{ KeyRenamer', '{ kind']);
  const segments = /export type FlattenNodePathSegment =([^;]+);/.exec(types)?.[1] ?? '';
  expect(segments.match(/Field|TypeCondition|"@"/g)).toEqual(['Field', 'TypeCondition', '"@"']);
});

test.each<[string, PlanNode]>([
  ['defer', { kind: 'Defer', primary: {}, deferred: [] }],
  ['one that is new', { kind: 'Stream' } as unknown as PlanNode],
  ['a path to what needs none', { kind: 'Flatten', path: [{ Field: 'me' }], node: root('{me{id}}') }],
])('a plan with %s is refused when it is compiled', async (_name, node) => {
  const running = runPlan({ kind: 'Sequence', nodes: [root('{me{id}}'), node] }, { sdl, answer: () => ({ data: {} }) });
  await expect(running).rejects.toThrow('unknown node of a plan');
});

test('an entity that stands at many places is asked once', async () => {
  const { data, sent } = await runPlan(balances, {
    sdl,
    answer: ({ subgraph }) =>
      subgraph === 'people'
        ? { data: { people: [person('1'), person('2'), null, person('1')] } }
        : { data: { _entities: [{ balance: 10 }, { balance: 20 }] } },
  });
  expect(sent[1]?.variables).toEqual({ representations: [person('1'), person('2')] });
  expect(data.people).toEqual([
    { ...person('1'), balance: 10 },
    { ...person('2'), balance: 20 },
    null,
    { ...person('1'), balance: 10 },
  ]);
});

test('a subgraph that answers another id than it was asked for changes nothing of the others', async () => {
  const plan: PlanNode = {
    kind: 'Sequence',
    nodes: [
      root('{people{__typename id}}'),
      {
        kind: 'Flatten',
        path: [{ Field: 'people' }, '@'],
        node: entities('...on Person{__typename id name}', { serviceName: 'partner' }),
      },
      { kind: 'Flatten', path: [{ Field: 'people' }, '@'], node: entities('...on Person{balance}') },
    ],
  };
  const { data, sent } = await runPlan(plan, {
    sdl,
    answer: ({ subgraph, variables }) => {
      if (subgraph === 'people') return { data: { people: [person('1'), person('2')] } };
      const swapped = [
        { ...person('2'), name: 'a', balance: 999 },
        { ...person('1'), name: 'b' },
      ];
      if (subgraph === 'partner') return { data: { _entities: swapped } };
      const asked = variables?.representations as { id: string }[];
      return { data: { _entities: asked.map(({ id }) => ({ balance: Number(id) * 10 })) } };
    },
  });
  expect(sent[2]?.variables).toEqual({ representations: [person('1'), person('2')] });
  expect(data.people).toEqual([
    { ...person('1'), name: 'a', balance: 10 },
    { ...person('2'), name: 'b', balance: 20 },
  ]);
});

test('of an object a subgraph answers only what its fetch asked of its type', async () => {
  const plan = root('{thing{__typename ...on Person{name} ...on Firm{id staff}}}');
  const thing = { __typename: 'Person', id: '9', name: 'a', staff: 3, balance: 5 };
  const { data } = await runPlan(plan, { sdl, answer: () => ({ data: { thing, me: person('1') } }) });
  expect(data).toEqual({ thing: { __typename: 'Person', name: 'a' } });
});

test('errors stand at every place of their entity, and at the list where they name none', async () => {
  const { data, errors } = await runPlan(balances, {
    sdl,
    answer: ({ subgraph }) => {
      if (subgraph === 'people') return { data: { people: [person('1'), person('2'), person('1')] } };
      const of = (path: unknown) => ({ message: 'no', path });
      const paths = [['_entities', 0, 'balance'], undefined, ['_entities', 7, 'balance'], ['people', 0, 'name']];
      return { data: { _entities: [null, { balance: 1 }] }, errors: paths.map(of) };
    },
  });
  expect(data.people).toEqual([person('1'), { ...person('2'), balance: 1 }, person('1')]);
  expect(errors).toEqual(['people.0.balance: no', 'people.2.balance: no', 'people: no', 'people: no', 'people: no']);
});

test('keys that the plan renames, and values that it sets, are so in the data and in the paths of errors', async () => {
  const renamed = root('{thing{__typename ...on Person{name} ...on Firm{_f:name}}}', {
    outputRewrites: [
      { KeyRenamer: { path: [{ Key: 'thing' }, { TypenameEquals: ['Firm'] }, { Key: '_f' }], renameKeyTo: 'name' } },
      { ValueSetter: { path: [{ Key: 'thing' }, { Key: '__typename' }], setValueTo: 'Owner' } },
    ],
  });
  const answer = () => ({
    data: { thing: { __typename: 'Firm', _f: 'Acme' } },
    errors: [{ message: 'no', path: ['thing', '_f'] }],
  });
  const { data, errors } = await runPlan(renamed, { sdl, answer });
  expect(data).toEqual({ thing: { __typename: 'Owner', name: 'Acme' } });
  expect(errors).toEqual(['thing.name: no']);
});

test('the name of an interface gives way to the type that the object is, and no type to another', async () => {
  const plan: PlanNode = {
    kind: 'Sequence',
    nodes: [
      root('{owner{__typename id}}'),
      {
        kind: 'Flatten',
        path: [{ Field: 'owner' }],
        node: entities('...on Owner{__typename}', { requires: keyOf('Owner') }),
      },
      {
        kind: 'Flatten',
        path: [{ Field: 'owner' }],
        node: entities('...on Owner{__typename}', {
          requires: keyOf('Owner'),
          inputRewrites: [
            {
              ValueSetter: { path: [{ TypenameEquals: ['Owner'] }, { Key: '__typename' }], setValueTo: 'Owner' },
            },
          ],
        }),
      },
    ],
  };
  const typenames = ['Firm', 'Person'];
  const { data, sent } = await runPlan(plan, {
    sdl,
    answer: ({ subgraph }) =>
      subgraph === 'people'
        ? { data: { owner: { __typename: 'Owner', id: '1' } } }
        : { data: { _entities: [{ __typename: typenames.shift() }] } },
  });
  expect(data).toEqual({ owner: { __typename: 'Firm', id: '1' } });
  expect(sent.map(({ variables }) => variables)).toEqual([
    undefined,
    { representations: [{ __typename: 'Owner', id: '1' }] },
    { representations: [{ __typename: 'Owner', id: '1' }] },
  ]);
});

test('a batch asks for each list of entities under its own alias', async () => {
  const list = (alias: string, field: string) => ({
    alias,
    representationsVariableName: `of${alias}`,
    paths: [[{ Field: field }], [{ Field: 'people' }, '@' as const, { TypeCondition: ['Person'] }, { Field: 'boss' }]],
    requires: keyOf('Person') ?? [],
  });
  const plan: PlanNode = {
    kind: 'Sequence',
    nodes: [
      root('query($at:ID){me(at:$at){__typename id} people{__typename id boss{__typename id}}}', {
        variableUsages: ['at', 'absent'],
      }),
      {
        kind: 'BatchFetch',
        serviceName: 'money',
        operation:
          'query($of_e0:[_Any!]!,$of_e1:[_Any!]!){_e0:_entities(representations:$of_e0){...on Person{balance}} _e1:_entities(representations:$of_e1){...on Person{name}}}',
        entityBatch: { aliases: [list('_e0', 'me'), list('_e1', 'nobody')] },
      },
    ],
  };
  const { data, errors, sent } = await runPlan(plan, {
    sdl: sdl.replace('me: Person', 'me(at: ID): Person'),
    variables: { at: 'x', other: 1 },
    answer: ({ subgraph }) =>
      subgraph === 'people'
        ? { data: { me: person('1'), people: [{ ...person('2'), boss: person('3') }] } }
        : {
            data: { _e0: [{ balance: 1 }, { balance: 3 }], _e1: [null] },
            errors: [{ message: 'no', path: ['_e1', 0, 'name'] }],
          },
  });
  expect(sent.map(({ variables }) => variables)).toEqual([
    { at: 'x' },
    { of_e0: [person('1'), person('3')], of_e1: [person('3')] },
  ]);
  expect(data).toEqual({
    me: { ...person('1'), balance: 1 },
    people: [{ ...person('2'), boss: { ...person('3'), balance: 3 } }],
  });
  expect(errors).toEqual(['people.0.boss.name: no']);
});

test('a condition chooses its clause by the variable, and an absent one chooses nothing', async () => {
  const plan: PlanNode = {
    kind: 'Parallel',
    nodes: [
      { kind: 'Condition', condition: 'yes', ifClause: root('{me{id}}'), elseClause: root('{people{id}}') },
      { kind: 'Condition', condition: 'no', ifClause: root('{thing{__typename}}') },
    ],
  };
  const asked = async (yes: boolean) => {
    const { sent } = await runPlan(plan, {
      sdl,
      answer: () => ({ data: { me: null, people: null } }),
      variables: { yes },
    });
    return sent.map(({ query }) => query);
  };
  expect([await asked(true), await asked(false)]).toEqual([['{me{id}}'], ['{people{id}}']]);
});

test('nothing is asked for entities of which nothing is known', async () => {
  const { sent } = await runPlan(balances, {
    sdl,
    answer: () => ({ data: { people: [null, { __typename: 'Person', id: null }, { __typename: 'Person' }] } }),
  });
  expect(sent).toHaveLength(1);
});
