import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = 'type Query { officeHead: Int waves: Int }\ntype Person { id: ID }';
const ownership = {
  steward: 'office',
  elements: {},
  prefixes: { office: ['office'] },
  scopes: {},
  tags: {},
  links: {},
};
const said = async (name: string, organization = 'bank') =>
  printed(
    await checkOfSmall({ office }, { name, organization, sdl: 'type Query { bankA: Int }' }, { ownership }),
    'publisher',
  );

test.each([
  ['office', 'ERROR SUBGRAPH_OF_ANOTHER office is a subgraph of office'],
  ['Office', 'ERROR SUBGRAPH_NAME Office is no name of a subgraph: use lower-case words with hyphens'],
  [
    'waves',
    'ERROR SUBGRAPH_NAME_IN_USE the name waves meets Query.waves, which belongs to office: choose another name',
  ],
  ['person', 'ERROR SUBGRAPH_NAME_IN_USE the name person meets Person, which belongs to office: choose another name'],
  [
    'office-loans',
    'ERROR SUBGRAPH_NAME_IN_USE the name office-loans meets the prefix office, which belongs to office: choose another name',
  ],
])('a new subgraph is not called %s', async (name, line) => {
  expect(await said(name)).toEqual([line]);
});

test('a new name, and a further revision of its own, pass', async () => {
  expect(await said('kur')).toEqual([]);
  expect(await said('office', 'office')).toEqual([]);
});
