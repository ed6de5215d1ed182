import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from './testkit/stack.ts';
import { values } from './testkit/values.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: values() });
});
afterAll(() => stack.stop());

/** Sent as text, since some of it is no JSON that `JSON.stringify` would write. */
const errorsOf = async (query: string, variables = '{}') => {
  const response = await stack.post(`{"query":${JSON.stringify(query)},"variables":${variables}}`);
  const { errors } = (await response.json()) as { errors?: { locations?: unknown }[] };
  return errors?.map(({ locations: _, ...error }) => error);
};

const wrong = (argument: string, message: string, path = ['take']) => [
  { message, path, extensions: { code: 'BAD_USER_INPUT', argument } },
];

const rupiah = 'Rupiah must be a whole number, without decimals, quotes or separators.';
const date = 'Date must be a day of the calendar, as YYYY-MM-DD.';
const time = 'DateTime must be a moment, as 2026-11-21T09:00:00+07:00.';
const int = 'Int must be a whole number of 32 bits, without quotes.';
const id = 'ID must be text in quotes, or a whole number below 2^53.';
const tooLarge = 'The number is too large to be kept exactly.';

// Each value is written the same as a literal of GraphQL and in JSON.
test.each<[place: string, value: string, message: string]>([
  ['rupiah: Rupiah', '"1000"', rupiah],
  ['rupiah: Rupiah', '10.5', rupiah],
  ['rupiah: Rupiah', '99999999999999999999', rupiah],
  ['rupiah: Rupiah', '9007199254740992', rupiah],
  ['rupiah: Rupiah', 'true', rupiah],
  ['rupiah: Rupiah', '[1]', rupiah],
  ['date: Date', '"2023-02-30"', date],
  ['date: Date', '"2023-2-3"', date],
  ['date: Date', '"0000-01-01"', date],
  ['date: Date', '20230203', date],
  ['time: DateTime', '"2026-11-21"', time],
  ['time: DateTime', '"2026-11-21T25:00:00Z"', time],
  ['time: DateTime', '"0001-01-01T00:00:00+07:00"', time],
  ['time: DateTime', '1700000000', time],
  ['int: Int', '"10"', int],
  ['int: Int', '2147483648', int],
  ['int: Int', '1.5', int],
  ['float: Float', '"1"', 'Float must be a number, without quotes.'],
  ['flag: Boolean', '"true"', 'Boolean must be true or false, without quotes.'],
  ['flag: Boolean', '1', 'Boolean must be true or false, without quotes.'],
  ['text: String', '5', 'String must be text in quotes.'],
  ['id: ID', '12345678901234567890', id],
  ['id: ID', 'true', id],
  ['float: Float', '1e999', tooLarge],
  ['rupiah: Rupiah', '1e999', tooLarge],
  ['json: PartnerJson', '-1e999', tooLarge],
])('%s takes no %s, as literal, variable or default', async (place, value, message) => {
  const [argument = '', type] = place.split(': ');
  const expected = wrong(argument, message);
  expect(await errorsOf(`{ take(${argument}: ${value}) { ok } }`)).toEqual(expected);
  const query = `query ($v: ${type}) { take(${argument}: $v) { ok } }`;
  expect(await errorsOf(query, `{"v":${value}}`)).toEqual(expected);
  expect(await errorsOf(`query ($v: ${type} = ${value}) { take(${argument}: $v) { ok } }`)).toEqual(expected);
});

test.each([
  ['outer.inner.date', '{inner: {date: "2023-02-30"}}', date],
  ['outer.list.1.amount', '{list: [{amount: 1}, {amount: "1"}]}', rupiah],
  ['outer.inner.tags.2', '{inner: {tags: ["a", "b", 3]}}', 'String must be text in quotes.'],
  ['outer.inner.tags.1', '{inner: {tags: ["a", null]}}', 'Expected value of type "String!".'],
  ['outer.list', '{list: 5}', 'Expected value of type "Inner".'],
  ['outer.list.0', '{list: ["x"]}', 'Expected value of type "Inner".'],
])('%s is named wherever the value comes from: %s', async (argument, literal, message) => {
  const json = literal.replaceAll(/(\w+):/g, '"$1":');
  const ofVariable = await errorsOf('query ($v: Outer) { mine: take(outer: $v) { ok } }', `{"v":${json}}`);
  expect(await errorsOf(`{ mine: take(outer: ${literal}) { ok } }`)).toEqual(ofVariable);
  expect(ofVariable).toEqual(wrong(argument, message, ['mine']));
});

test('the place of a value is found in fragments, nested fields, directives and inside a literal', async () => {
  const ask = (query: string, variables: object) => errorsOf(query, JSON.stringify(variables));
  const inFragment = 'query ($d: Date) { take { ...A } } fragment A on Taken { second: again(date: $d) }';
  expect(await ask(inFragment, { d: 'x' })).toEqual(wrong('date', date, ['take', 'second']));
  const literal = '{ take { ...A } } fragment A on Taken { again(date: "x") }';
  expect(await errorsOf(literal)).toEqual(wrong('date', date, ['take', 'again']));
  const inside = 'query ($d: Date, $t: String!) { take(outer: {list: [{date: $d}, {tags: ["a", $t]}]}) { ok } }';
  expect(await ask(inside, { d: '1', t: 2 })).toEqual([
    ...wrong('outer.list.0.date', date),
    ...wrong('outer.list.1.tags.1', 'String must be text in quotes.'),
  ]);
  const directive = 'query ($if: Boolean!) { take { ok @include(if: $if) } }';
  expect(await ask(directive, { if: 'no' })).toEqual(
    wrong('if', 'Boolean must be true or false, without quotes.', ['take', 'ok']),
  );
});

test('what the schema does not know, or needs, is told alike too', async () => {
  const unknown = wrong('outer', 'Field "innr" is not defined by type "Outer".');
  expect(await errorsOf('query ($v: Outer) { take(outer: $v) { ok } }', '{"v":{"innr":1}}')).toEqual(unknown);
  const [{ message } = { message: '' }] = ((await errorsOf('{ take(outer: {innr: 1}) { ok } }')) ?? []) as {
    message: string;
  }[];
  expect(message).toBe('Field "innr" is not defined by type "Outer". Did you mean "inner"?');
  const two = 'OneOf Input Object "One" must specify exactly one key.';
  expect(await errorsOf('{ take(one: {id: 1, text: "x"}) { ok } }')).toEqual(wrong('one', two));
  expect(await errorsOf('query ($o: One) { take(one: $o) { ok } }', '{"o":{"id":1,"text":"x"}}')).toEqual(
    wrong('one', two),
  );
  expect(await errorsOf('query ($o: One) { take(one: $o) { ok } }', '{"o":{"id":null}}')).toEqual(
    wrong('one', 'Field "One.id" must be non-null.'),
  );
  expect(await errorsOf('query ($i: Int!) { take(int: $i) { ok } }')).toEqual(
    wrong('int', 'Variable "$i" of required type "Int!" was not provided.'),
  );
  const colour = 'Colour must be one of its values; in a document they stand without quotes.';
  expect(await errorsOf('{ take(colour: GREEN) { ok } }')).toEqual(wrong('colour', colour));
  expect(await errorsOf('query ($c: Colour) { take(colour: $c) { ok } }', '{"c":"GREEN"}')).toEqual(
    wrong('colour', colour),
  );
});

test('right values go on as they were sent, with the defaults of the schema', async () => {
  const query = `query ($r: Rupiah, $t: DateTime, $i: ID, $f: Float, $j: PartnerJson, $o: Outer, $ids: [ID!], $d: Date = "2024-02-29") {
    take(rupiah: $r, time: $t, id: $i, float: $f, json: $j, outer: $o, ids: $ids, date: $d) { ok }
  }`;
  const given = {
    r: 9_007_199_254_740_991,
    t: '2026-11-21T09:00:00+07:00',
    i: '7',
    f: 1e20,
    j: { any: [1, 'x', { deep: null }] },
    o: { inner: { amount: 5, json: 'x' } },
    ids: 'one',
  };
  expect(await stack.ask(query, { variables: given })).toEqual({ data: { take: { ok: true } } });
  const sent = Object.values(stack.subgraph('takers').calls.at(-1)?.variables ?? {});
  expect(sent).toEqual(
    expect.arrayContaining([
      given.r,
      given.t,
      given.i,
      given.f,
      given.j,
      ['one'],
      '2024-02-29',
      { inner: { amount: 5, json: 'x', flag: true }, required: 1 },
    ]),
  );
  expect(
    await errorsOf('{ take(json: {any: [1.5, A, null, "x"]}, rupiah: -5, float: 7, ids: 5) { ok } }'),
  ).toBeUndefined();
});
