import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'type-of-another');

test('directives, descriptions and interfaces of an entity are its owner’s', async () => {
  expect(
    await said(
      `type Query { bankA: Person } interface Named { id: ID! } "A customer." type Person implements Named @key(fields: "id") @inaccessible { id: ID! }`,
    ),
  ).toEqual([
    'ERROR DESCRIPTION_CHANGED Person is described by office: leave the description out, or repeat it',
    'ERROR INTERFACE_ON_ANOTHERS_TYPE Person of office would implement Named',
    'ERROR DIRECTIVE_ON_ANOTHERS_TYPE @inaccessible would hold for Person of office: only office says that of it',
  ]);
});

test('its key passes', async () => {
  expect(await said(`type Query { bankA: Person } extend type Person @key(fields: "id") { id: ID! }`)).toEqual([]);
});
