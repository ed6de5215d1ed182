import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'directive');

test('what the gateway does not enforce is refused', async () => {
  expect(await said(`type Query { bankA: Int @policy(policies: [["a"]]) bankB: Int @hidden }`)).toEqual([
    'ERROR DIRECTIVE_NOT_ENFORCED @policy is not enforced by this gateway',
    'ERROR DIRECTIVE_UNKNOWN @hidden is no directive that this gateway knows',
  ]);
});

test('a directive where nothing enforces it is refused', async () => {
  expect(await said(`type Query { bankA(b: Int @authenticated): Int }`)).toEqual([
    'ERROR DIRECTIVE_MISPLACED @authenticated may not stand at Query.bankA(b:): nothing enforces it there',
  ]);
});

test('a directive of one’s own is refused', async () => {
  expect(await said(`directive @mine on FIELD_DEFINITION type Query { bankA: Int }`)).toEqual([
    'ERROR DIRECTIVE_DEFINED @mine is defined here: import the directives of federation, and define none of your own',
  ]);
});

test('directives of federation pass', async () => {
  expect(await said(`type Query { bankA: Int @authenticated @deprecated(reason: "Use bankB.") bankB: Int }`)).toEqual(
    [],
  );
});
