import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'scope');

test('an empty guard is refused', async () => {
  expect(await said(`type Query { bankA: Int @requiresScopes(scopes: [[]]) }`)).toEqual([
    'ERROR SCOPES_EMPTY Query.bankA has an empty list of scopes, which everybody meets',
  ]);
});

test('a scope that nobody can hold is refused', async () => {
  expect(await said(`type Query { bankA: Int @requiresScopes(scopes: [["loans"]]) }`)).toEqual([
    'ERROR SCOPE_UNKNOWN Query.bankA asks for the scope "loans", which nobody can hold; your own begin with bank:',
  ]);
});

test('own scopes, and that of every person, pass', async () => {
  expect(await said(`type Query { bankA: Int @requiresScopes(scopes: [["bank:read"], ["self"]]) }`)).toEqual([]);
});
