import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createBlindIndex } from './blind-index.ts';
import { Devices } from './devices.ts';

const key = () => randomBytes(32).toString('base64url');
const vault = { current: '1', keys: { 1: key() }, index: key() };
const officer = {
  kind: 'OFFICER',
  subject: 'officer-1',
  organizationId: 'pmo',
  role: null,
  scopes: null,
  signedOutAt: null,
  passwordHash: 'hash',
  totpSecret: Buffer.alloc(20),
} as const;

const devicesBy = (cookieKeys: readonly string[], keys: Parameters<typeof createBlindIndex>[0] = vault) =>
  new Devices({
    cookieKeys,
    index: createBlindIndex(keys),
    isSecure: true,
    surroundings: { now: () => new Date(), randomBytes },
  });

test('a browser is remembered by a cookie of either key while they are rotated, and not by one that is gone', () => {
  const old = key();
  const fresh = key();
  const steps = [[old], [old, fresh], [fresh, old], [fresh]];
  const cookies = steps.map((keys) => devicesBy(keys).cookieFor(officer).split(';')[0]);
  const isKnown = (cookie: string | undefined, keys: readonly string[]) => {
    const devices = devicesBy(keys);
    return devices.isOf(devices.read(cookie), officer);
  };
  for (const [step, cookie] of cookies.entries()) {
    for (const other of [step - 1, step, step + 1]) {
      const keys = steps[other];
      if (keys) expect([step, other, isKnown(cookie, keys)]).toEqual([step, other, true]);
    }
  }
  expect(isKnown(cookies[0], [fresh])).toBe(false);
});

test('it is remembered when another index key has followed', () => {
  const cookies = [key()];
  const cookie = devicesBy(cookies).cookieFor(officer);
  const devices = devicesBy(cookies, { ...vault, index: [vault.index, key()] });
  expect(devices.isOf(devices.read(cookie), officer)).toBe(true);
});
