import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Cipher } from './cipher.ts';

const key = () => randomBytes(32).toString('base64url');
const first = key();
const second = key();
const index = key();
const old = new Cipher({ current: '1', keys: { 1: first }, index });
const rotated = new Cipher({ current: '2', keys: { 1: first, 2: second }, index });

test('what was sealed before a rotation opens after it, and not without the old key', () => {
  const sealed = old.seal('secret', 'a.b.c');
  expect(rotated.open(sealed, 'a.b.c')).toBe('secret');
  expect(() => new Cipher({ current: '2', keys: { 2: second }, index }).open(sealed, 'a.b.c')).toThrow(
    'there is no key 1 in VAULT_KEYS',
  );
  expect(() => old.open(rotated.seal('secret', 'a.b.c'), 'a.b.c')).toThrow('there is no key 2');
});

test('what was sealed opens in its own place only', () => {
  expect(() => old.open(old.seal('secret', 'a.b.c'), 'a.b.d')).toThrow();
});
