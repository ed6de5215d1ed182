import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'cost');

test('a price below zero and one that nobody can pay are refused', async () => {
  expect(await said(`type Query { bankA: Int @cost(weight: -1) bankB: Int @cost(weight: 20000) }`)).toEqual([
    'ERROR COST_NEGATIVE the weight of Query.bankA must be a whole number from 0',
    'ERROR COST_TOO_HIGH Query.bankB costs 20000 points, and a request has 20000: nobody could ask it',
  ]);
});

test('a list that is said to be empty is refused', async () => {
  expect(await said(`type Query { bankA: [Int] @listSize(assumedSize: 0) }`)).toEqual([
    'ERROR LIST_SIZE_TOO_SMALL @listSize of Query.bankA must assume at least one item',
  ]);
});

test('a price of one’s own passes', async () => {
  expect(await said(`type Query { bankA: [Int] @cost(weight: 5) @listSize(assumedSize: 10) }`)).toEqual([]);
});
