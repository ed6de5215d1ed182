import { beforeAll, expect, test } from 'vitest';
import { banker, OFFICE, officer, openRegistry, personOf, portal } from '../../../tests/testkit/registry.ts';

let registry: Awaited<ReturnType<typeof openRegistry>>;
beforeAll(async () => {
  registry = await openRegistry();
});

const ADD = `mutation ($input: AddExpectationInput!, $key: String!) {
  done: addExpectation(input: $input, idempotencyKey: $key) { expectation { id organization title } refusal { code path } }
}`;
const REMOVE = `mutation ($id: ID!) { done: removeExpectation(id: $id) { expectation { id removedAt } refusal { code } } }`;
const LIST = '{ expectations(first: 100) { nodes { title organization } } }';

interface Addition {
  expectation: { id: string; organization: string; title: string } | null;
  refusal: { code: string; path: string[] } | null;
}

const add = (caller: typeof banker, input: object) =>
  registry.mutate<Addition>(caller, ADD, { input, key: crypto.randomUUID() });
const document = '{ vacancies(first: 2) { nodes { title openings } } }';

const listed = async (caller: typeof banker) => {
  const { data } = await registry.ask<{ expectations: { nodes: { title: string }[] } }>(caller, LIST);
  return data.expectations.nodes.map(({ title }) => title);
};

test('a publish that makes a field nullable on which another organisation relies is refused, and names it', async () => {
  const { expectation } = await add(portal, { title: 'Our job page', document });
  expect(expectation).toMatchObject({ organization: portal.org, title: 'Our job page' });
  const looser = (sdl: string) => sdl.replace(/( {2}openings: Int)!/, '$1');
  const broken = async () =>
    (await registry.tryOwn('jobs', looser)).findings
      .filter(({ code }) => code === 'EXPECTATION_BROKEN')
      .map(({ severity, message, owner }) => ({ severity, message, owner }));
  expect(await broken()).toEqual([
    {
      severity: 'ERROR',
      owner: portal.org,
      message: `the expectation Our job page of ${portal.org} relies on Vacancy.openings being Int!, and it would be Int`,
    },
  ]);
  await registry.mutate(portal, REMOVE, { id: expectation?.id });
  expect(await broken()).toEqual([]);
});

test("one's own expectation is a warning, and what still holds is nothing", async () => {
  const own = personOf('jobs-developer', OFFICE, 'subgraph:publish');
  const { expectation } = await add(own, { title: 'Own page', document, organization: 'jobs' });
  const { findings } = await registry.tryOwn('jobs', (sdl) => sdl.replace(/( {2}openings: Int)!/, '$1'));
  expect(findings.filter(({ code }) => code === 'EXPECTATION_BROKEN').map(({ severity }) => severity)).toEqual([
    'WARNING',
  ]);
  const { findings: harmless } = await registry.tryOwn('jobs', (sdl) =>
    sdl.replace('"""How many people are sought."""', '"""How many people are wanted."""'),
  );
  expect(harmless.filter(({ code }) => code === 'EXPECTATION_BROKEN')).toEqual([]);
  await registry.mutate(own, REMOVE, { id: expectation?.id });
});

test('bad input is refused by its code and place', async () => {
  await add(banker, { title: 'Taken', document });
  const answers = [];
  for (const input of [
    { title: 'x', document },
    { title: 'Taken', document },
    { title: 'Unknown field', document: '{ nothing }' },
    { title: 'No document', document: 'query {' },
    { title: 'Deep document', document: `${'{ a '.repeat(9_000)}` },
    { title: 'Long document', document: `{ __typename } # ${'x'.repeat(20_000)}` },
    { title: 'For another', document, organization: 'pmo' },
  ])
    answers.push((await add(banker, input)).refusal);
  expect(answers.map((refusal) => `${refusal?.code} ${refusal?.path.join('.')}`)).toEqual([
    'EXPECTATION_TITLE_MALFORMED input.title',
    'EXPECTATION_TITLE_TAKEN input.title',
    'EXPECTATION_DOCUMENT_INVALID input.document',
    'EXPECTATION_DOCUMENT_INVALID input.document',
    'EXPECTATION_DOCUMENT_INVALID input.document',
    'EXPECTATION_DOCUMENT_INVALID input.document',
    expect.stringMatching(/^FORBIDDEN/),
  ]);
});

test('an organisation sees and removes its own, officers all, others none', async () => {
  const { expectation } = await add(portal, { title: 'Of the portal', document });
  const nobody = personOf('nobody', portal.org, 'self');
  expect([await listed(portal), await listed(banker)]).toEqual([['Of the portal'], ['Taken']]);
  expect(await listed(officer)).toEqual(expect.arrayContaining(['Of the portal', 'Taken']));
  expect(await listed(personOf('homeless', null, 'subgraph:publish'))).toEqual([]);
  expect((await registry.ask(nobody, LIST)).codes).toEqual(['FORBIDDEN']);
  const { id } = expectation ?? { id: '' };
  expect(await registry.mutate(banker, REMOVE, { id })).toMatchObject({ refusal: { code: 'EXPECTATION_UNKNOWN' } });
  expect(await registry.mutate(nobody, REMOVE, { id })).toMatchObject({ refusal: { code: 'FORBIDDEN' } });
  expect(await registry.mutate(officer, REMOVE, { id })).toMatchObject({ refusal: null });
  expect(await registry.mutate(portal, REMOVE, { id })).toMatchObject({ refusal: { code: 'EXPECTATION_UNKNOWN' } });
});
