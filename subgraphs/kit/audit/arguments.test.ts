import { expect, test } from 'vitest';
import { argumentsHash, argumentsKey } from './arguments.ts';

const key = argumentsKey(Buffer.alloc(32, 7).toString('base64url'));
const id = '01a20074-ce3b-7549-8693-f235e3ad7d07';
const args = { input: { amount: 10n, on: new Date('2026-11-21T10:00:00Z'), ids: ['a', 'b'] }, code: null };
const hash = (given: object, entry = id, by = key) => argumentsHash(by, entry, given).toString('hex');

test('equal arguments have equal hashes, however their fields are ordered', () => {
  const turned = { code: null, input: { ids: ['a', 'b'], on: new Date('2026-11-21T10:00:00Z'), amount: 10n } };
  expect(hash(turned)).toBe(hash(args));
});

test.each([
  ['an amount', { ...args, input: { ...args.input, amount: 11n } }],
  ['an order', { ...args, input: { ...args.input, ids: ['b', 'a'] } }],
  ['a time', { ...args, input: { ...args.input, on: new Date(0) } }],
  ['an absent argument', { input: args.input }],
])('another hash for another argument: %s', (_, other) => {
  expect(hash(other)).not.toBe(hash(args));
});

test('neither another subgraph nor another entry has the same hash of the same arguments', () => {
  const foreign = argumentsKey(Buffer.alloc(32, 8).toString('base64url'));
  expect(new Set([hash(args), hash(args, crypto.randomUUID()), hash(args, id, foreign)]).size).toBe(3);
});
