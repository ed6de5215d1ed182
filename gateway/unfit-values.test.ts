import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from './testkit/stack.ts';
import { values } from './testkit/values.ts';

let stack: Stack;
let asClient: Record<string, string>;
beforeAll(async () => {
  stack = await startStack({ subgraphs: values() });
  asClient = { authorization: `Bearer ${await stack.issuer.sign({ sub: 'platform' })}` };
});
afterAll(() => stack.stop());

/** `body` is the text of a JSON object; what it escapes stays escaped. */
const ask = async (body: string, headers = {}) => {
  const response = await stack.post(body, headers);
  const text = await response.text();
  const { errors } = JSON.parse(text) as {
    errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
  };
  return { status: response.status, text, errors, error: errors?.[0] };
};
const withVariables = (query: string, variables: string, headers = {}) =>
  ask(`{"query":${JSON.stringify(query)},"variables":${variables}}`, headers);

const unfitText = 'The text holds U+0000, half of a surrogate pair or another noncharacter.';
const unfitKey = 'The key is reserved, or holds U+0000 or another noncharacter.';
const broken = [
  '\\u0000',
  '\\ud800',
  'x\\udc00',
  '\\udc00\\ud800',
  '\\ufffe',
  '\\uffff',
  '\\ufdd0',
  '\\ufdef',
  '\\ud83f\\udffe',
  '\\udbff\\udfff',
];
const query = 'query ($t: String, $o: Outer, $j: PartnerJson) { mine: take(text: $t, outer: $o, json: $j) { ok } }';

test.each(broken)('%s is refused in every variable, with its place', async (text) => {
  const refused = async (variables: string, argument: string) => {
    const { error } = await withVariables(query, variables);
    expect(error).toEqual({ message: unfitText, path: ['mine'], extensions: { code: 'BAD_USER_INPUT', argument } });
  };
  await refused(`{"t":"siti ${text}"}`, 'text');
  await refused(`{"o":{"list":[{},{"tags":["a","${text}"]}]}}`, 'outer.list.1.tags.1');
  await refused(`{"j":{"any":[{"deep":"${text}"}]}}`, 'json.any.0.deep');
  const unused = await withVariables('{ take { ok } }', `{"nobody":["${text}"]}`);
  expect(unused.error?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'variables.nobody.0' });
  const key = await withVariables(query, `{"j":{"${text}":1}}`);
  expect(key.error).toMatchObject({ message: unfitKey, path: ['mine'], extensions: { code: 'BAD_USER_INPUT' } });
});

// As escapes of GraphQL, and as the characters themselves, which JSON carries as escapes of its own.
test.each(broken.flatMap((text) => [text.replaceAll('\\', '\\\\'), text]))(
  '%s is refused in every literal, with its place',
  async (text) => {
    const refused = async (document: string, argument: string) => {
      const { error } = await ask(`{"query":"${document}"}`);
      expect(error).toEqual({
        message: unfitText,
        path: ['mine'],
        extensions: { code: 'BAD_USER_INPUT', argument },
      });
    };
    await refused(`{ mine: take(text: \\"siti ${text}\\") { ok } }`, 'text');
    await refused(
      `{ mine: take(outer: {list: [{}, {tags: [\\"a\\", \\"${text}\\"]}]}) { ok } }`,
      'outer.list.1.tags.1',
    );
    await refused(`query ($t: String = \\"${text}\\") { mine: take(text: $t) { ok } }`, 'text');
    if (text.includes('\\\\')) return;
    await refused(`{ mine: take(text: \\"\\"\\"block ${text}\\"\\"\\") { ok } }`, 'text');
  },
);

test('braced escapes are read too, and a pair that belongs together is text', async () => {
  for (const text of ['\\\\u{0}', '\\\\u{D800}', '\\\\u{1FFFE}']) {
    expect((await ask(`{"query":"{ take(text: \\"${text}\\") { ok } }"}`)).error?.message).toBe(unfitText);
  }
  for (const text of ['\\\\ud83d\\\\ude00', '\\\\u{1F600}', '\\ud83d\\ude00', '😀']) {
    expect((await ask(`{"query":"{ take(text: \\"${text}\\") { ok } }"}`)).errors).toBeUndefined();
  }
  expect((await withVariables(query, '{"t":"😀 é 名 \\ufffd"}')).errors).toBeUndefined();
});

test('an operation name that is no text names nothing, and says why', async () => {
  const { error } = await ask('{"query":"{ take { ok } }","operationName":"A\\u0000"}');
  expect(error).toEqual({ message: unfitText, extensions: { code: 'BAD_USER_INPUT', argument: 'operationName' } });
});

test.each(['__proto__', 'constructor', 'prototype'])('the key %s is refused in variables and literals', async (key) => {
  const reserved = { message: unfitKey, path: ['mine'], extensions: { code: 'BAD_USER_INPUT' } };
  expect((await withVariables(query, `{"j":[{"${key}":{"polluted":1}}]}`)).error).toMatchObject(reserved);
  expect((await withVariables(query, `{"o":{"${key}":{"polluted":1}}}`)).error).toMatchObject(reserved);
  expect((await withVariables(`{ mine: take(json: {a: [{${key}: 1}]}) { ok } }`, '{}')).error).toMatchObject(reserved);
});

const nested = (open: string, levels: number, close: string) => `${open.repeat(levels)}1${close.repeat(levels)}`;

test.each([
  ['lists', nested('[', 5_000, ']')],
  ['objects', nested('{"a":', 5_000, '}')],
  ['33 levels', nested('[', 33, ']')],
])('a JSON scalar of 5,000 levels is bad input: %s', async (_, value) => {
  const { error } = await withVariables(query, `{"j":${value}}`);
  expect(error).toMatchObject({
    message: 'The value is nested deeper than 32 levels.',
    path: ['mine'],
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

test('literals are bounded as variables are', async () => {
  const { error } = await withVariables(`{ mine: take(json: ${nested('[', 900, ']')}) { ok } }`, '{}');
  expect(error).toMatchObject({ message: 'The value is nested deeper than 32 levels.', path: ['mine'] });
  expect((await withVariables(`{ take(json: ${nested('{a:', 31, '}')}) { ok } }`, '{}')).errors).toBeUndefined();
  const digits = await withVariables(`{ take(json: ${'9'.repeat(401)}) { ok } }`, '{}');
  expect(digits.error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'json' });
});

test('a whole number beyond 2^53 is refused where its type would take it and the planner could not', async () => {
  for (const value of ['float: 99999999999999999999', 'json: {a: [99999999999999999999]}', 'json: 9007199254740992']) {
    const { error } = await withVariables(`{ mine: take(${value}) { ok } }`, '{}');
    expect(error).toMatchObject({ path: ['mine'], extensions: { code: 'BAD_USER_INPUT' } });
  }
  const byDefault = 'query ($f: Float = 99999999999999999999) { take(float: $f) { ok } }';
  expect((await withVariables(byDefault, '{}')).error?.extensions).toMatchObject({ argument: 'float' });
  expect((await withVariables('{ take(float: 1e300, id: 9007199254740991) { ok } }', '{}')).errors).toBeUndefined();
});

test('a body nested beyond 10,000 levels is refused before it is parsed', async () => {
  for (const body of [
    nested('[', 60_000, ']'),
    `{"query":"{ take { ok } }","variables":{"v":${nested('[', 60_000, ']')}}}`,
  ]) {
    const { status, error } = await ask(body);
    expect({ status, code: error?.extensions.code }).toEqual({ status: 400, code: 'BAD_USER_INPUT' });
  }
  expect((await withVariables(query, `{"t":"${'['.repeat(60_000)}"}`)).errors).toBeUndefined();
});

const items = (count: number, item: string) => `[${Array(count).fill(item).join()}]`;
const tooMany = (limit: string, maximum: number) => ({ code: 'QUERY_TOO_LARGE', limit, maximum });

test('values are counted before they are looked at, and a bulk argument says how many it takes', async () => {
  const ids = 'query ($ids: [ID!]) { take(ids: $ids) { ok } }';
  const many = await withVariables(ids, `{"ids":${items(5_001, 'null')}}`);
  expect([many.status, many.error?.extensions]).toEqual([413, tooMany('values', 5_000)]);
  const long = await withVariables('query ($t: String) { take(text: $t) { ok } }', `{"t":"${'x'.repeat(200_001)}"}`);
  expect([long.status, long.error?.extensions]).toEqual([413, tooMany('characters', 200_000)]);

  const bulk = 'mutation ($items: [Inner!]!) { importItems(items: $items) }';
  expect(
    (await withVariables(bulk, `{"items":${items(1_000, '{"tags":["a","b"],"amount":1}')}}`)).errors,
  ).toBeUndefined();
  const text = `{"items":${items(1_000, `{"tags":["${'x'.repeat(1_500)}"]}`)}}`;
  expect((await withVariables(bulk, text)).error?.extensions).toEqual(tooMany('bodyBytes', 256 * 1024));
  expect((await withVariables(bulk, text, asClient)).errors).toBeUndefined();
  expect((await withVariables(ids, text, asClient)).error?.extensions).toEqual(tooMany('characters', 200_000));
  const excess = await withVariables(bulk, `{"items":${items(105_001, '{}')}}`, asClient);
  expect(excess.error?.extensions).toEqual(tooMany('values', 105_000));
  const inside = await withVariables(
    'mutation ($input: Bulky!) { importNested(input: $input) }',
    `{"input":{"items":${items(7_100, '{}')}}}`,
  );
  expect(inside.error?.extensions).toEqual(tooMany('values', 7_000));
});

test('ten faults are told, not one for each of thousands', async () => {
  const { errors, text } = await withVariables(
    'query ($ids: [ID!]) { take(ids: $ids) { ok } }',
    `{"ids":${items(4_000, 'null')}}`,
  );
  expect(errors).toHaveLength(10);
  expect(text.length).toBeLessThan(3_000);
});

const A = 'A'.repeat(3_000);

test.each<[string, string, string?]>([
  ['a field', `{ ${A} }`],
  ['an argument', `{ take(${A}: 1) { ok } }`],
  ['a type', `query ($v: ${A}) { take(text: $v) { ok } }`],
  ['a type condition', `{ ... on ${A} { ok } }`],
  ['a directive', `{ take @${A} { ok } }`],
  ['a fragment', `{ ...${A} }`],
  ['an undefined variable', `{ take(text: $${A}) { ok } }`],
  ['two variables of one name', `query ($${A}: Int, $${A}: Int) { take(int: $${A}) { ok } }`],
  ['an enum value', `{ take(colour: ${A}) { ok } }`],
  ['a string for a number', `{ take(int: "${A}") { ok } }`],
  ['an object for a number', `{ take(int: {a: "${A}"}) { ok } }`],
  ['a list for an object', `{ take(outer: ["${A}", "${A}"]) { ok } }`],
  ['an input field', `{ take(outer: {${A}: 1}) { ok } }`],
  ['a string where a name belongs', `{ "${A} \\" ${A}" }`],
  ['a block string where a name belongs', `{ """${A}" ${A}""" }`],
  ['a number that is none', `{ take(int: 1${A}) { ok } }`],
  ['a variable', 'query ($v: Int) { take(int: $v) { ok } }', `{"v":"${A}"}`],
  ['a date', 'query ($v: Date) { take(date: $v) { ok } }', `{"v":"${A}"}`],
  ['an enum as variable', 'query ($v: Colour) { take(colour: $v) { ok } }', `{"v":"${A}"}`],
  ['an object as variable', 'query ($v: Int) { take(int: $v) { ok } }', `{"v":{"${A}":"${A}"}}`],
  ['a key', 'query ($v: Outer) { take(outer: $v) { ok } }', `{"v":{"${A}":1}}`],
  ['a broken key', 'query ($v: PartnerJson) { take(json: $v) { ok } }', `{"v":{"${A}\\u0000":1}}`],
  ['a variable that is missing', `query ($${A}: Int!) { take(int: $${A}) { ok } }`],
  ['an alias', `{ ${A}: take(int: "x") { ok } }`],
  ['conflicting fields', `{ a: take(text: "${A}") { ok } a: take(text: "B${A}") { ok } }`],
])('an error repeats at most 100 characters of what was sent: %s', async (_, document, variables = '{}') => {
  const { errors, text } = await withVariables(document, variables);
  expect(errors?.length).toBeGreaterThan(0);
  expect(text).not.toMatch(/A{101}/);
  for (const { message } of errors ?? []) expect(message.replaceAll(/[^A]/g, '').length).toBeLessThanOrEqual(110);
  expect(text.length).toBeLessThan(3_000);
});

test('an unknown operation name is repeated in part', async () => {
  const { error } = await ask(`{"query":"query B { take { ok } }","operationName":"${A}"}`);
  expect(error?.message).toMatch(/^There is no operation "A{99}…"$/);
});

test('control characters and bidirectional marks do not come back', async () => {
  const { text } = await ask('{"query":"{ take { ok } }","operationName":"a\\u202e\\u0007\\u200b\\u2066b"}');
  expect(JSON.parse(text).errors[0].message).toBe('There is no operation "a����b".');
  const inString = await ask('{"query":"{ \\"a\\u202eb\\" }"}');
  expect(inString.error?.message).toContain('"a�b"');
});
