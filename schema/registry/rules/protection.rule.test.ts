import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'protection');

test('what is made of protected data is as protected', async () => {
  expect(
    await said(
      `type Person @key(fields: "id") { id: ID! name: String! @external bankA: Int @requires(fields: "name") @authenticated }`,
    ),
  ).toEqual([
    'ERROR PROTECTION_LOST Person.bankA is made of Person.name of office and asks less of its reader: give it the @authenticated and @requiresScopes of Person.name',
  ]);
});

test('the same scopes, or more, pass', async () => {
  expect(
    await said(
      `type Person @key(fields: "id") { id: ID! name: String! @external bankA: Int @requires(fields: "name") @requiresScopes(scopes: [["self", "bank:read"]]) }`,
    ),
  ).toEqual([]);
});
