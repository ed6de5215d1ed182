import { expect, test } from 'vitest';
import type { StandingDeprecation } from '../deprecation.ts';
import { checkOfSmall, printed } from '../testkit/small.ts';
import type { Use } from '../use.ts';

const shop =
  'type Query { shop: Shop }\ntype Shop { name: String hours: Int @deprecated(reason: "Use `name` until 2027-03-31.") }';
const sdl = shop.replace(/hours: .*\)/, '');

const standing = (change: Partial<StandingDeprecation> = {}): StandingDeprecation => ({
  coordinate: 'Shop.hours',
  until: '2027-03-31',
  isCounted: true,
  users: [{ organization: 'portal-a', isAcknowledged: false }],
  ...change,
});

const use: Use = {
  coordinate: 'Shop.hours',
  organization: 'portal-a',
  client: 'app',
  version: '1',
  isAuthenticated: true,
  executions: 3,
};

const removing = async (
  deprecation: StandingDeprecation,
  { day = '2026-12-01', usage = [use] as Use[] | null } = {},
) => {
  const found = await checkOfSmall(
    { shop },
    { name: 'shop', sdl },
    {
      now: new Date(`${day}T05:00:00Z`),
      deprecations: [deprecation],
      organizationNames: { 'portal-a': 'Kerja Yuk' },
      ...(usage && { usage }),
    },
  );
  return [...printed(found, 'removal'), ...printed(found, 'breaking').filter((line) => line.startsWith('ERROR'))];
};

const refused =
  'ERROR DEPRECATION_NOT_ACKNOWLEDGED Kerja Yuk (portal-a) uses Shop.hours and has not acknowledged that it goes: wait for that, or until 2027-03-31 is over';

test('removing what an organisation uses is refused with its name until it has acknowledged that', async () => {
  expect((await removing(standing()))[0]).toBe(refused);
  const users = [{ organization: 'portal-a', isAcknowledged: true }];
  expect(await removing(standing({ users }))).toEqual([]);
  expect(await removing(standing({ users }), { usage: null })).toEqual([]);
});

test('the deadline ends it on the day after, in Jakarta', async () => {
  expect((await removing(standing(), { day: '2027-03-31' }))[0]).toBe(refused);
  expect(await removing(standing(), { day: '2027-04-01' })).toEqual([]);
  expect(await removing(standing({ isCounted: false }), { day: '2027-04-01', usage: null })).toEqual([]);
});

test('an organisation that came to use it later still breaks', async () => {
  const users = [{ organization: 'portal-a', isAcknowledged: true }];
  expect(await removing(standing({ users }), { usage: [{ ...use, organization: 'portal-b' }] })).toEqual([
    expect.stringContaining('it breaks portal-b'),
  ]);
});

test('nothing is removed before somebody has counted who uses it', async () => {
  expect((await removing(standing({ isCounted: false, users: [] }), { usage: null }))[0]).toBe(
    'ERROR DEPRECATION_NOT_COUNTED nobody has counted yet who uses Shop.hours: wait for that, or until 2027-03-31 is over',
  );
});
