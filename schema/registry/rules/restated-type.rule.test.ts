import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person officeValue: Value }
type Person @key(fields: "id") { id: ID! name: String! @requiresScopes(scopes: [["self"]]) age: Int }
type Value @shareable { a: Int }
enum Mood { GOOD BAD }`;
const said = async (sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), 'restated-type');

test('an enum that nobody let others state is refused, and so is a new value', async () => {
  expect(await said(`type Query { bankA: Mood } enum Mood { GOOD BAD UGLY }`)).toEqual([
    'ERROR TYPE_OF_ANOTHER Mood belongs to office; stated here too, office could not change it alone any more',
    'ERROR VALUE_ADDED UGLY would be new in Mood, which belongs to office',
  ]);
});

const everyone = {
  owner: 'office',
  to: '*',
  on: 'Value',
  may: ['RESTATE'],
  from: '2026-01-01',
  grantedBy: 'a',
  approvedBy: 'b',
} as const;
const restated = async (sdl: string) =>
  printed(
    await checkOfSmall({ office }, { name: 'bank', sdl: `type Query { bankA: Value } ${sdl}` }, { grants: [everyone] }),
    'restated-type',
  );

test('a shared type is stated as its owner states it, in whatever layout', async () => {
  expect(await restated('type Value { a: Int @shareable }')).toEqual([]);
  expect(await restated('type Value @shareable { a: Int! }')).toEqual([
    'ERROR RESTATED_DIFFERENTLY Value.a differs from what office states of it',
  ]);
  expect(await restated('"Mine." type Value @shareable { a: Int }')).toEqual([
    'ERROR DESCRIPTION_CHANGED Value is described by office: leave the description out, or repeat it',
  ]);
});
