import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'tag');

test('the tag of an audience is its owner’s', async () => {
  expect(await said(`type Query { bankA: Int @tag(name: "public") }`)).toEqual([
    'ERROR TAG_OF_ANOTHER Query.bankA has the tag "public", which belongs to office',
  ]);
});

test('own tags, and those of personal data, pass', async () => {
  expect(
    await said(
      `type Query { bankA: Int @tag(name: "bank/loans") bankPhone: String @tag(name: "personal-data/general") }`,
    ),
  ).toEqual([]);
});
