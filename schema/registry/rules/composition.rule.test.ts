import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'composition');

test('what does not compose is said at its place', async () => {
  expect(await said(`type Query { bankA: Nothing }`)).toEqual(['ERROR INVALID_GRAPHQL [bank] Unknown type Nothing']);
});

test('what composes says nothing', async () => {
  expect(await said(`type Query { bankA: Int }`)).toEqual([]);
});
