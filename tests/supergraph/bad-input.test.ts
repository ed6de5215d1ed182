import { expect, inject, test } from 'vitest';
import { graphClient } from '../testkit/client.ts';

const { url, data } = inject('stack');
const as = graphClient({ url, data });

const refused = async (query: string) => {
  const { errors, status } = await as('officer').query(query);
  const [error] = errors ?? [];
  return { status, code: error?.extensions.code, argument: error?.extensions.argument, path: error?.path };
};

test.each([
  { what: 'an unknown region', query: '{ region(code: "99.99") { name } }', code: 'REGION_UNKNOWN', argument: 'code' },
  {
    what: 'an unknown parent',
    query: '{ regions(parent: "99") { name } }',
    code: 'REGION_UNKNOWN',
    argument: 'parent',
  },
  {
    what: 'SQL as a region',
    query: '{ region(code: "\'; drop table") { name } }',
    code: 'REGION_UNKNOWN',
    argument: 'code',
  },
  {
    what: 'a bad cursor',
    query: '{ waves(first: 1, after: "x") { nodes { number } } }',
    code: 'CURSOR_MALFORMED',
    argument: 'after',
  },
  {
    what: 'a page of none',
    query: '{ waves(first: 0) { nodes { number } } }',
    code: 'PAGE_SIZE_OUT_OF_RANGE',
    argument: 'first',
  },
  {
    what: 'a page of 101',
    query: '{ courses(first: 101) { nodes { id } } }',
    code: 'PAGE_SIZE_OUT_OF_RANGE',
    argument: 'first',
  },
])('$what is refused with a code, the argument and the path', async ({ query, code, argument }) => {
  const path = [/\{ (\w+)/.exec(query)?.[1]];
  expect(await refused(query)).toEqual({ status: 200, code, argument, path });
});

test('a page size that is missing is an error of the query itself', async () => {
  expect(await refused('{ waves { nodes { number } } }')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
});

test('a query of a megabyte is refused before it is parsed', async () => {
  let leastMs = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && leastMs >= 1_000; tries += 1) {
    const startedMs = performance.now();
    const { status, code } = await refused(`{ ${'regions { name } '.repeat(70_000)} }`);
    expect({ status, code }).toEqual({ status: 413, code: 'QUERY_TOO_LARGE' });
    leastMs = Math.min(leastMs, performance.now() - startedMs);
  }
  expect(leastMs).toBeLessThan(1_000);
});

test('an id that is none finds nobody, without an error of the database', async () => {
  const { data: answer, errors } = await as('officer').query('{ participant(id: "siti") { name } }');
  expect(answer).toEqual({ participant: null });
  expect(errors).toBeUndefined();
});

test('a forged token is refused as a whole', async () => {
  const { status, errors } = await as().query('{ me { id } }', {}, { authorization: 'Bearer e30.e30.e30' });
  expect(status).toBe(401);
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

test('a request id goes through and comes back', async () => {
  const { requestId } = await as().query(
    '{ skills(search: "data") { code } }',
    {},
    { 'x-request-id': 'my-request-0001' },
  );
  expect(requestId).toBe('my-request-0001');
});

const rupiah = 'Rupiah must be a whole number, without decimals, quotes or separators.';
const date = 'Date must be a day of the calendar, as YYYY-MM-DD.';

const asOf = { field: 'policy(asOf: VALUE) { version }', type: 'Date', path: ['policy'], argument: 'asOf' };
const maxPrice = {
  field: 'courses(first: 1, filter: {maxPrice: VALUE}) { nodes { id } }',
  type: 'Rupiah',
  path: ['courses'],
  argument: 'filter.maxPrice',
};

test.each([
  { ...asOf, value: '"2023-02-30"', message: date },
  { ...maxPrice, value: '"1000"', message: rupiah },
  { ...maxPrice, value: '99999999999999999999', message: rupiah },
  { ...maxPrice, value: '1e999', message: 'The number is too large to be kept exactly.' },
])('$value for $argument is bad input, as literal and as variable', async (wrong) => {
  const { field, type, value, path, argument, message } = wrong;
  const expected = { message, path, extensions: { code: 'BAD_USER_INPUT', argument } };
  const ofLiteral = await as('officer').query(`{ ${field.replace('VALUE', value)} }`);
  expect(ofLiteral.errors).toMatchObject([expected]);
  const query = `query ($v: ${type}) { ${field.replace('VALUE', '$v')} }`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query":${JSON.stringify(query)},"variables":{"v":${value}}}`,
  });
  expect(await response.json()).toMatchObject({ errors: [expected] });
});

test('a forbidden mutation whose argument no database can hold is refused before it is one', async () => {
  const literal = 'mutation { pauseVacancy(vacancy: "siti\\u0000") { refusal { code } } }';
  const mutation = 'mutation ($id: ID!) { pauseVacancy(vacancy: $id) { refusal { code } } }';
  for (const id of ['siti\0', '\0', 'a\ufffe']) {
    const { errors, asked } = await as('officer').query(mutation, { id });
    const extensions = { code: 'BAD_USER_INPUT', argument: 'vacancy' };
    expect({ asked, errors }).toMatchObject({ asked: [], errors: [{ path: ['pauseVacancy'], extensions }] });
    expect((await as('officer').query(literal)).errors).toMatchObject([{ path: ['pauseVacancy'], extensions }]);
  }
});
