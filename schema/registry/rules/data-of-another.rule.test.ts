import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'data-of-another');

test('a field that is sent needs its owner', async () => {
  expect(
    await said(`type Person @key(fields: "id") { id: ID! age: Int @external bankA: Int @requires(fields: "age") }`),
  ).toEqual(['ERROR FIELD_REQUIRED bank would be sent Person.age, which belongs to office']);
});

test('so does a field that is answered on another path', async () => {
  expect(
    await said(
      `type Query { bankA: Person @provides(fields: "age") } type Person @key(fields: "id") { id: ID! age: Int @external }`,
    ),
  ).toEqual(['ERROR FIELD_PROVIDED bank would answer, on a path of its own, Person.age, which belongs to office']);
});

test('an external key is everybody’s', async () => {
  expect(
    await said(`type Query { bankA: Person } extend type Person @key(fields: "id") { id: ID! @external }`),
  ).toEqual([]);
});
