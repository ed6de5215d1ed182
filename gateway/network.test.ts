import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { networkOf } from './network.ts';
import { addressOf } from './request-facts.ts';

test.each([
  ['10.0.0.1', '::ffff:10.0.0.1'],
  ['10.0.0.1', '::ffff:0a00:0001'],
  ['10.0.0.1', '0:0:0:0:0:ffff:10.0.0.1'],
  ['2001:db8:1:2:aaaa::1', '2001:0DB8:0001:2:bbbb:0:0:7'],
  ['2001:db8::1', '2001:db8:0:0:5::'],
  ['fe80::1%eth0', 'fe80::2%wlan1'],
  ['::1', '0:0:0:0:0:0:0:2'],
  ['garbage', ''],
])('%s and %s are one network', (one, other) => {
  expect(networkOf(one)).toBe(networkOf(other));
});

test('other addresses and other /64 are other networks', () => {
  const addresses = ['10.0.0.1', '10.0.0.2', '2001:db8::1', '2001:db8:0:1::1', '1::', '::1', 'unknown'];
  expect(new Set(addresses.map(networkOf)).size).toBe(addresses.length);
});

const seen = (forwarded: string | undefined, proxies: number) =>
  addressOf(
    { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '10.0.0.9' } } as never as IncomingMessage,
    proxies,
  );

test.each<[string | undefined, number, string]>([
  ['9.9.9.9', 0, '10.0.0.9'],
  [undefined, 1, '10.0.0.9'],
  ['', 1, '10.0.0.9'],
  ['9.9.9.9', 1, '9.9.9.9'],
  ['1.1.1.1, 9.9.9.9', 1, '9.9.9.9'],
  ['1.1.1.1,2.2.2.2 , 9.9.9.9', 2, '2.2.2.2'],
  ['1.1.1.1, 2.2.2.2, 9.9.9.9', 2, '2.2.2.2'],
  ['9.9.9.9', 2, '9.9.9.9'],
  ['9.9.9.9:51234', 1, '9.9.9.9'],
  ['[2001:db8::1]:443', 1, '2001:db8::1'],
  ['[2001:db8::1]', 1, '2001:db8::1'],
  ['2001:db8::1', 1, '2001:db8::1'],
  ['fe80::1%eth0', 1, 'fe80::1'],
  ['1.1.1.1, unknown', 1, '10.0.0.9'],
  ['1.1.1.1, _hidden', 1, '10.0.0.9'],
  ['1.1.1.1,', 1, '10.0.0.9'],
  ['999.1.1.1', 1, '10.0.0.9'],
  [`${','.repeat(10_000)}9.9.9.9`, 1, '9.9.9.9'],
])('behind %s and %i proxies it is %s', (forwarded, proxies, address) => {
  expect(seen(forwarded, proxies)).toBe(address);
});
