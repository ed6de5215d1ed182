import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'name');

test('names of GraphQL and federation are refused', async () => {
  expect(await said(`type Query { bankA: Int _service: Int } type _Any { a: Int } type Int { a: ID }`)).toEqual([
    'ERROR NAME_RESERVED _service is a name of GraphQL or federation itself: publish the SDL that { _service { sdl } } returns',
    'ERROR NAME_RESERVED _Any is a name of GraphQL or federation itself: publish the SDL that { _service { sdl } } returns',
    'ERROR NAME_RESERVED Int is a name of GraphQL or federation itself: publish the SDL that { _service { sdl } } returns',
  ]);
});

test('an operation is no SDL', async () => {
  expect(await said(`type Query { bankA: Int } query { bankA }`)).toEqual([
    'ERROR NOT_SDL the SDL holds an operation: it may hold definitions only',
  ]);
});

test('other names pass', async () => {
  expect(await said(`type Query { bankA: Any_ } type Any_ { _a: Int }`)).toEqual([]);
});
