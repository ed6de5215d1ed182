import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'root-field');

test('a root field of another is refused', async () => {
  expect(await said(`type Query { officeHead: Person @shareable } type Person @key(fields: "id") { id: ID! }`)).toEqual(
    ['ERROR ROOT_FIELD_OF_ANOTHER Query.officeHead is answered by office, and bank would answer it too'],
  );
});

test('a new one begins with a word of its publisher', async () => {
  expect(await said(`type Query { offers: Int }`)).toEqual([
    'ERROR ROOT_FIELD_WITHOUT_PREFIX Query.offers must begin with a word of bank (bank), such as bankOffers',
  ]);
});

test('one with the word passes', async () => {
  expect(await said(`type Query { bank: Int bankOffers: Int }`)).toEqual([]);
});
