import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const now = new Date('2026-11-01T00:00:00Z');
const shop = `type Query { shop(kind: Kind, sort: Kind): Shop }
type Shop { name: String open: Boolean hours: Int @deprecated(reason: "Use \`open\` until 2027-03-31.") }
enum Kind { BIG SMALL }
input ShopFilter { name: String }`;

const deprecated = async (from: string, to: string) =>
  printed(await checkOfSmall({ shop }, { name: 'shop', sdl: shop.replace(from, to) }, { now }), 'deprecation');

test.each([
  'open: Boolean @deprecated(reason: "Use Shop.hours until 2027-03-31")',
  'open: Boolean @deprecated(reason: "Use `hours` until 2026-12-01.")',
  'open: Boolean @deprecated(reason: "Use `hours` and its neighbours, until 2027-03-31; see the changelog.")',
])('a deprecation with a replacement and a deadline passes: %s', async (to) => {
  expect(await deprecated('open: Boolean', to)).toEqual([]);
});

const form = 'is deprecated without saying what to use and until when: write reason: "Use `name` until YYYY-MM-DD"';

test.each([
  ['open: Boolean', 'open: Boolean @deprecated', 'Shop.open'],
  ['open: Boolean', 'open: Boolean @deprecated(reason: "Use `hours`.")', 'Shop.open'],
  ['open: Boolean', 'open: Boolean @deprecated(reason: "Gone until 2027-03-31.")', 'Shop.open'],
  ['open: Boolean', 'open: Boolean @deprecated(reason: "Use `hours` until 2027-02-30.")', 'Shop.open'],
  ['sort: Kind', 'sort: Kind @deprecated(reason: "soon")', 'Query.shop(sort:)'],
  ['SMALL', 'SMALL @deprecated(reason: "soon")', 'Kind.SMALL'],
  ['input ShopFilter { name: String', 'input ShopFilter { name: String @deprecated(reason: "soon")', 'ShopFilter.name'],
])('a deprecation without a replacement or a day is refused: %s -> %s', async (from, to, coordinate) => {
  expect(await deprecated(from, to)).toEqual([`ERROR DEPRECATION_MALFORMED ${coordinate} ${form}`]);
});

test('a deadline leaves clients thirty days, and later comes no closer', async () => {
  expect(
    await deprecated('open: Boolean', 'open: Boolean @deprecated(reason: "Use `hours` until 2026-11-30.")'),
  ).toEqual([
    'ERROR DEADLINE_TOO_CLOSE Shop.open is deprecated until 2026-11-30: its clients need 30 days, until 2026-12-01',
  ]);
  expect(await deprecated('2027-03-31', '2027-03-30')).toEqual([
    'ERROR DEADLINE_CLOSER Shop.hours was promised until 2027-03-31: a deadline may be later, never earlier',
  ]);
  expect(await deprecated('2027-03-31', '2027-04-30')).toEqual([]);
});
