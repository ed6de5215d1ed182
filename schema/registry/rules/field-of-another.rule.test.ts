import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'field-of-another');

test('a field on an entity needs its owner', async () => {
  expect(await said(`type Person @key(fields: "id") { id: ID! bankA: Int }`)).toEqual([
    'ERROR FIELD_ADDED Person belongs to office, who has not let bank add bankA to it',
  ]);
});

test('a field that another answers is refused', async () => {
  expect(await said(`type Person @key(fields: "id") { id: ID! age: Int @shareable }`)).toEqual([
    'ERROR FIELD_OF_ANOTHER Person.age is answered by office, and bank would answer it too',
  ]);
});

test('a key is repeated as it is', async () => {
  expect(await said(`type Query { bankA: Person } type Person @key(fields: "id") { id: String! }`)).toEqual([
    'ERROR KEY_FIELD_CHANGED Person.id is the key that office gives out: repeat it as it is, without directives and with its own description or none',
  ]);
});

test('a reference passes', async () => {
  expect(await said(`type Query { bankA: Person } type Person @key(fields: "id") { id: ID! }`)).toEqual([]);
});

test("a key repeats its owner's tags of today, and no others", async () => {
  const keyWith = (tags: string) => `type Query { bankA: Person } type Person @key(fields: "id") { id: ID! ${tags} }`;
  const inside = '@tag(name: "officer")';
  const open = '@tag(name: "public")';
  const tagged = office.replace('{ id: ID!', `{ id: ID! ${inside}`);
  const saidOf = async (tags: string) => {
    // What the bank tagged when it was the owner's tag too.
    const live = { office: tagged, bank: keyWith(`${inside} ${open}`) };
    return printed(await checkOfSmall(live, { name: 'bank', sdl: keyWith(tags) }), 'field-of-another');
  };
  expect(await saidOf(inside)).toEqual([]);
  expect(await saidOf(`${inside} ${open}`)).toEqual([expect.stringMatching(/^ERROR KEY_FIELD_CHANGED Person\.id /)]);
});
