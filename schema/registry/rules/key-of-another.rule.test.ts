import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'key-of-another');

test('a further key needs the owner', async () => {
  expect(
    await said(
      `type Query { bankA: Person } type Person @key(fields: "id") @key(fields: "id age") { id: ID! age: Int @external }`,
    ),
  ).toEqual(['ERROR KEY_ADDED Person of office would get the key "id age"; its keys are "id"']);
});

test('the owner’s key passes in any layout', async () => {
  expect(
    await said(`type Query { bankA: Person } type Person @key(fields: " id ", resolvable: false) { id: ID! }`),
  ).toEqual([]);
});
