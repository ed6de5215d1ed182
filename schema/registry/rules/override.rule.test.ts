import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'override');

test('a field of another stays where it is', async () => {
  expect(await said(`type Person @key(fields: "id") { id: ID! age: Int @override(from: "office") }`)).toEqual([
    'ERROR FIELD_TAKEN_OVER Person.age is answered by office (office), and bank would take it over',
  ]);
});

test('nobody is no subgraph to take from', async () => {
  expect(await said(`type Query { bankA: Int @override(from: "gone") }`)).toEqual([
    'ERROR OVERRIDE_OF_NOBODY Query.bankA is to be taken over from gone, which is no live subgraph',
  ]);
});

test('an organisation moves fields between its own subgraphs', async () => {
  const live = { office, bank: 'type Query { bankA: Int bankB: Int }' };
  const sdl = 'type Query { bankA: Int @override(from: "bank") }';
  const subgraphs = { name: 'bank-two', sdl };
  const input = {
    ownership: { steward: 'office', elements: {}, prefixes: { bank: ['bank'] }, scopes: {}, tags: {}, links: {} },
  };
  const refused = printed(await checkOfSmall(live, subgraphs, input), 'override');
  expect(refused).toHaveLength(1);
  expect(printed(await checkOfSmall(live, { ...subgraphs, organization: 'bank' }, input), 'override')).toEqual([]);
});
