import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Caller } from './caller.ts';
import { allows, type Guard, readGuards } from './guard.ts';
import { guarded } from './testkit/secrets.ts';
import { compose, type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: guarded() });
});
afterAll(() => stack.stop());
beforeEach(() => {
  for (const name of ['people', 'money']) stack.subgraph(name).calls.length = 0;
});

const as = async (scope: string, query: string, variables: Record<string, unknown> = {}) => {
  const headers = { authorization: `Bearer ${await stack.issuer.sign({ sub: 'siti', scope })}` };
  return stack.ask(query, { headers, variables });
};
const asked = (name: string) =>
  stack
    .subgraph(name)
    .calls.map(({ query }) => query)
    .join('\n');
const summary = (errors: { path?: readonly unknown[]; extensions: { code: string } }[] = []) =>
  errors.map(({ path, extensions }) => `${extensions.code} ${path?.join('.')}`);

test('a refused field is null with an error at its path; the rest is answered, and no subgraph is asked for it', async () => {
  const { data, errors } = await as('', '{ open person(id: "1") { name nik wallet { kind number } } }');
  expect(data).toEqual({ open: 'open', person: { name: 'name 1', nik: null, wallet: { kind: 'BANK', number: null } } });
  expect(summary(errors)).toEqual(['FORBIDDEN person.nik', 'FORBIDDEN person.wallet.number']);
  expect(errors?.[0]?.message).toContain('`nik:read` or `self` with `admin`');
  expect(asked('people') + asked('money')).not.toMatch(/nik|number/);
});

test('without a token it is UNAUTHENTICATED', async () => {
  const { data, errors } = await stack.ask('{ open me { name } person(id: "1") { wallet { kind } } }');
  expect(data).toEqual({ open: 'open', me: null, person: { wallet: null } });
  expect(summary(errors)).toEqual(['UNAUTHENTICATED me', 'UNAUTHENTICATED person.wallet']);
  expect(asked('people')).not.toMatch(/\bme\b/);
  expect(asked('money')).toBe('');
});

test.each([
  ['nik:read', 'nik 1'],
  ['self admin', 'nik 1'],
  ['self', null],
  ['admin', null],
  ['nik:read2', null],
])('scope "%s" reads %s', async (scope, nik) => {
  expect((await as(scope, '{ person(id: "1") { nik } }')).data).toEqual({ person: { nik } });
});

test('two callers with the same document get each their own answer, whichever comes first', async () => {
  const query = '{ person(id: "7") { name nik checked } }';
  const full = { person: { name: 'name 7', nik: 'nik 7', checked: 'checked nik 7' } };
  const restricted = { person: { name: 'name 7', nik: null, checked: null } };
  for (const [scope, expected] of [
    ['', restricted],
    ['nik:read', full],
    ['', restricted],
    ['nik:read', full],
  ] as const) {
    expect((await as(scope, query)).data).toEqual(expected);
  }
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => as(index % 2 === 0 ? '' : 'nik:read', query)),
  );
  const expected = answers.map((_, index) => (index % 2 === 0 ? restricted : full));
  expect(answers.map(({ data }) => data)).toEqual(expected);
});

test('a mandatory field that is refused nulls its parent', async () => {
  const { data, errors } = await as('', '{ open person(id: "1") { name strictNik } }');
  expect(data).toEqual({ open: 'open', person: null });
  expect(summary(errors)).toEqual(['FORBIDDEN person.strictNik']);
});

test('a mandatory root field that is refused leaves no data, and nothing is asked', async () => {
  const { data, errors } = await as('', '{ open people { name } }');
  expect([data, summary(errors)]).toEqual([null, ['FORBIDDEN people']]);
  expect(asked('people')).toBe('');
});

test('of a mutation with a refused part nothing is executed', async () => {
  const { data, errors } = await as('', 'mutation { touch wipe }');
  expect([data, summary(errors)]).toEqual([null, ['FORBIDDEN wipe']]);
  expect(asked('people')).toBe('');
  expect((await as('wipe', 'mutation { touch wipe }')).data).toEqual({ touch: 'touched', wipe: 'wiped' });
});

test('the result of a mutation lacks what the caller may not read', async () => {
  const { data, errors } = await as('', 'mutation { rename(id: "1", name: "x") { name nik } }');
  expect([data, summary(errors)]).toEqual([{ rename: { name: 'x', nik: null } }, ['FORBIDDEN rename.nik']]);
});

test('a type is guarded wherever it is returned', async () => {
  const { data, errors } = await as('', '{ open secret { __typename } }');
  expect([data, summary(errors)]).toEqual([{ open: 'open', secret: null }, ['FORBIDDEN secret']]);
  expect((await as('secret', '{ secret { text } }')).data).toEqual({ secret: { text: 'secret' } });
});

const paths: [string, string, string][] = [
  ['an alias', '{ person(id: "1") { a: nik } }', 'person.a'],
  ['an inline fragment', '{ person(id: "1") { ... { nik } } }', 'person.nik'],
  ['a typed fragment', '{ person(id: "1") { ... on Person { nik } } }', 'person.nik'],
  ['a named fragment', '{ person(id: "1") { ...F } } fragment F on Person { nik }', 'person.nik'],
  [
    'fragments in fragments',
    '{ ...A } fragment A on Query { person(id: "1") { ...B } } fragment B on Named { nik }',
    'person.nik',
  ],
  ['an interface', '{ named { nik } }', 'named.0.nik'],
  ['a fragment on an interface', '{ named { ... on Person { nik } } }', 'named.0.nik'],
  ['an interface in a union', '{ found { ... on Named { nik } } }', 'found.0.nik'],
  ['a union member', '{ found { ... on Person { nik } } }', 'found.0.nik'],
  ['@requires', '{ person(id: "1") { checked } }', 'person.checked'],
  ['@include', '{ person(id: "1") { nik @include(if: true) } }', 'person.nik'],
];

test.each(paths)('a protected field is refused through %s', async (_name, query, path) => {
  const { data, errors } = await as('', query);
  expect(summary(errors)).toEqual([`FORBIDDEN ${path}`]);
  expect(JSON.stringify(data)).not.toContain('nik 1');
  expect(asked('people') + asked('money')).not.toMatch(/(?<!Place ?)\{\s*nik|: nik|checked/);
  const allowed = await as('nik:read', query);
  expect(allowed.errors).toBeUndefined();
  expect(JSON.stringify(allowed.data)).toContain('nik 1');
});

test('an interface shows the field of those implementations that do not guard it', async () => {
  const { data } = await as('', '{ named { name nik } }');
  expect(data).toEqual({
    named: [
      { name: 'name 1', nik: null },
      { name: 'Bandung', nik: 'none' },
    ],
  });
});

test('a refused field that is skipped is no error', async () => {
  const query = 'query ($yes: Boolean!) { person(id: "1") { name strictNik @include(if: $yes) } }';
  expect(await as('', query, { yes: false })).toEqual({ data: { person: { name: 'name 1' } } });
  expect((await as('', query, { yes: true })).data).toEqual({ person: null });
});

test('introspection beside refused fields is answered', async () => {
  const { data, errors } = await as('', '{ __typename me { nik } secret { text } }');
  expect(data).toEqual({ __typename: 'Query', me: { nik: null }, secret: null });
  expect(summary(errors)).toEqual(['FORBIDDEN me.nik', 'FORBIDDEN secret']);
});

test('subscriptions are guarded at their root and in each event', async () => {
  const events = async (query: string) => {
    const headers = {
      accept: 'text/event-stream',
      authorization: `Bearer ${await stack.issuer.sign({ sub: 'siti' })}`,
    };
    const text = await (await stack.post({ query }, headers)).text();
    return [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? ''));
  };
  const [refused, ...more] = await events('subscription { changed { name } }');
  expect([refused.data, summary(refused.errors), more]).toEqual([null, ['FORBIDDEN changed'], []]);
  const shown = await events('subscription { touched { name nik } }');
  expect(shown.map(({ data }) => data.touched)).toEqual([
    { name: 'name 1', nik: null },
    { name: 'name 2', nik: null },
  ]);
  expect(summary(shown[1]?.errors)).toEqual(['FORBIDDEN touched.nik']);
});

test('guards of parent, field and returned type all hold', () => {
  const guards = readGuards(
    parse(`
      type A @authenticated { b: B @requiresScopes(scopes: [["x"]]) c: Int }
      type B @requiresScopes(scopes: [["y"], ["z"]]) { d: Int }
    `),
  );
  expect(guards.get('A.b')?.rules).toEqual([[[]], [['x']], [['y'], ['z']]]);
  expect(guards.get('A.c')?.rules).toEqual([[[]]]);
  expect(guards.get('B.d')?.rules).toEqual([[['y'], ['z']]]);
  const mayRead = (scope: string) =>
    allows(guards.get('A.b') as Guard, new Caller({ sub: 'siti', scope }, Number.POSITIVE_INFINITY));
  expect(['', 'x', 'y', 'y z', 'x y', 'x z'].map(mayRead)).toEqual([false, false, false, false, true, true]);
});

test('the composer leaves guards in the supergraph', () => {
  const sdl = compose({ people: { ...stack.subgraph('people') }, money: { ...stack.subgraph('money') } });
  expect([...readGuards(parse(sdl)).keys()].sort()).toEqual([
    'Mutation.wipe',
    'Named.nik',
    'Person.checked',
    'Person.nik',
    'Person.strictNik',
    'Person.wallet',
    'Query.me',
    'Query.people',
    'Query.secret',
    'Secret.text',
    'Subscription.changed',
    'Wallet.number',
  ]);
});

test('the access log names what was refused', async () => {
  await as('', 'query Refused { person(id: "1") { nik name } }');
  const line = () => stack.log.find(({ details }) => details.operation === 'Refused')?.details;
  await expect.poll(line).toMatchObject({ denied: ['Person.nik'], status: 200 });
});
