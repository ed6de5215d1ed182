import { beforeAll, expect, inject, test } from 'vitest';
import { graphClient } from '../testkit/client.ts';
import { idsOf } from '../testkit/people.ts';

const as = graphClient(inject('stack'));
let alumnus: string;
beforeAll(async () => {
  alumnus = (await idsOf('ALUMNI'))[0] as string;
});

interface Alias {
  name: string;
  field: string;
  query(selected: string): string;
}

// Each alias is the name of the key by which another subgraph is asked.
test.each<Alias>([
  {
    name: 'code',
    field: 'name',
    query: (selected) => `{ skill(code: "welding") { ${selected} courses(first: 1) { nodes { id } } } }`,
  },
  { name: 'number', field: 'quota', query: (selected) => `{ wave(number: 1004) { ${selected} funds { committed } } }` },
  { name: 'id', field: 'motivation', query: (selected) => `{ me { ${selected} trainingBalance { granted } } }` },
  {
    name: 'number',
    field: 'freePlaces',
    query: (selected) => `{ waves(first: 3) { nodes { ${selected} funds { committed } } } }`,
  },
])('the alias $name of $field changes nothing but the name', async ({ name, field, query }) => {
  const ask = (selected: string) => as('participant', alumnus).query(query(selected));
  const aliased = await ask(`${name}: ${field}`);
  const plain = await ask(field);
  expect(aliased.errors).toBeUndefined();
  expect(JSON.stringify(aliased.data).replaceAll(`"${name}":`, `"${field}":`)).toBe(JSON.stringify(plain.data));
  expect([aliased.asked, aliased.statements]).toEqual([plain.asked, plain.statements]);
});
