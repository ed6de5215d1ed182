import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';
import type { Use } from '../use.ts';

const shop = `type Query { shop: Shop shopFind(filter: ShopFilter, sort: ShopSort): [Shop!] }
type Shop { name: String! open: Boolean! hours(day: Int): String state: ShopState! }
enum ShopState { OPEN CLOSED }
enum ShopSort { NAME }
input ShopFilter { name: String state: ShopState }`;

const use = (coordinate: string, rest: Partial<Use> = {}): Use => ({
  coordinate,
  organization: 'portal-a',
  client: 'app',
  version: '1.4',
  isAuthenticated: true,
  executions: 12,
  ...rest,
});

const breaking = async (from: string, to: string, usage?: Use[]) => {
  const sdl = shop.replace(from, to);
  return printed(await checkOfSmall({ shop }, { name: 'shop', sdl }, usage ? { usage } : {}), 'breaking');
};

test('removing a field that a client used is refused with its organisation, name, version and count', async () => {
  expect(await breaking('open: Boolean!', '', [use('Shop.open'), use('Shop.name', { organization: 'other' })])).toEqual(
    [
      "ERROR FIELD_REMOVED Field 'open' was removed from object type 'Shop': it breaks portal-a, client app, version 1.4: 12 executions",
    ],
  );
});

test('removing a field that nobody used passes', async () => {
  expect(await breaking('open: Boolean!', '', [use('Shop.name')])).toEqual([
    "INFO FIELD_REMOVED Field 'open' was removed from object type 'Shop': no client has used what it changes",
  ]);
});

test('strangers do not keep a field alive', async () => {
  const [line] = await breaking('open: Boolean!', '', [use('Shop.open', { isAuthenticated: false })]);
  expect(line).toMatch(/^INFO/);
});

test('without a count, everything may be in use', async () => {
  expect(await breaking('open: Boolean!', '')).toEqual([
    "ERROR FIELD_REMOVED Field 'open' was removed from object type 'Shop': nobody has counted whom it breaks",
  ]);
});

test('an added enum value is dangerous for clients that select a field which returns it', async () => {
  const [line] = await breaking('OPEN CLOSED', 'OPEN CLOSED MOVED', [use('Shop.state')]);
  expect(line).toMatch(/^WARNING ENUM_VALUE_ADDED .*may surprise portal-a, client app, version 1.4: 12 executions$/);
});

test('an enum value added where it is input only is harmless', async () => {
  expect(await breaking('enum ShopSort { NAME }', 'enum ShopSort { NAME DATE }', [use('ShopSort.NAME')])).toEqual([]);
});

test('clients that only send an enum are not surprised by a value that others are returned', async () => {
  const [line] = await breaking('OPEN CLOSED', 'OPEN CLOSED MOVED', [use('ShopState.OPEN')]);
  expect(line).toMatch(/^INFO ENUM_VALUE_ADDED/);
});

test.for([
  ['a required argument', 'hours(day: Int)', 'hours(day: Int, zone: String!)', 'Shop.hours', 'FIELD_ARGUMENT_ADDED'],
  [
    'an argument that becomes required',
    'hours(day: Int)',
    'hours(day: Int!)',
    'Shop.hours',
    'FIELD_ARGUMENT_TYPE_CHANGED',
  ],
  ['an argument that is gone', 'hours(day: Int)', 'hours', 'Shop.hours(day:)', 'FIELD_ARGUMENT_REMOVED'],
  [
    'a required input field',
    'input ShopFilter {',
    'input ShopFilter { zone: String!',
    'Query.shopFind(filter:)',
    'INPUT_FIELD_ADDED',
  ],
  [
    'an input field that is gone',
    'input ShopFilter { name: String',
    'input ShopFilter {',
    'ShopFilter.name',
    'INPUT_FIELD_REMOVED',
  ],
  ['a field that becomes nullable', 'name: String!', 'name: String', 'Shop.name', 'FIELD_TYPE_CHANGED'],
  ['a field of another type', 'open: Boolean!', 'open: Int!', 'Shop.open', 'FIELD_TYPE_CHANGED'],
  ['an enum value that is gone', 'OPEN CLOSED', 'OPEN', 'ShopState.CLOSED', 'ENUM_VALUE_REMOVED'],
] as const)('%s breaks who uses it, and nobody else', async ([, from, to, coordinate, code]) => {
  expect((await breaking(from, to, [use(coordinate)]))[0]).toMatch(`ERROR ${code} `);
  expect((await breaking(from, to, [use('Query.shop')]))[0]).toMatch(`INFO ${code} `);
});

test('what is only added breaks nobody', async () => {
  expect(await breaking('open: Boolean!', 'open: Boolean! phone: String', [use('Shop.open')])).toEqual([]);
});
