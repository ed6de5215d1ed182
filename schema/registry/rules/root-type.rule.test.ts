import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'root-type');

test('a root type of another name is refused', async () => {
  expect(await said(`schema { query: Abfrage } type Abfrage { bankA: Int }`)).toEqual([
    'ERROR ROOT_TYPE_RENAMED the query type is Query in this graph, not Abfrage',
  ]);
});

test('nothing is said of a root type itself', async () => {
  expect(await said(`type Query @shareable { bankA: Int }`)).toEqual([
    "ERROR ROOT_TYPE_CHANGED Query is everybody's: add fields to it, and nothing else",
  ]);
});

test('its own name passes', async () => {
  expect(await said(`schema { query: Query } type Query { bankA: Int }`)).toEqual([]);
});
