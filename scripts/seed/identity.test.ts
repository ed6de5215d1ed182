import fc from 'fast-check';
import { expect, test } from 'vitest';
import { syntheticAccount, syntheticDigits, syntheticIdentity } from './identity.ts';

const REGENCIES = 514;
const regencyOf = (index: number) => {
  const place = index % REGENCIES;
  return `${11 + Math.floor(place / 14)}.${String(1 + (place % 14)).padStart(2, '0')}`;
};
const identityOf = (index: number) => syntheticIdentity(index, regencyOf(index), REGENCIES);

test('no synthetic identity can be a person’s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), (index) => {
      const { kk, phone, email } = identityOf(index);
      expect(kk).toMatch(/^\d{4}99\d{10}$/);
      expect(phone).toMatch(/^\+62\d{11}$/);
      // Indonesian mobile numbers, as libphonenumber has them.
      expect(phone).not.toMatch(/^\+628[1-35-9]\d{7,10}$/);
      expect(email).toMatch(/^[^@]+@example\.org$/);
    }),
  );
});

test('phones and e-mails are unique, and no family card has more than two people', () => {
  const identities = Array.from({ length: 20_000 }, (_, index) => identityOf(index));
  expect(new Set(identities.map(({ phone }) => phone)).size).toBe(20_000);
  expect(new Set(identities.map(({ email }) => email)).size).toBe(20_000);
  const cards = Map.groupBy(identities, ({ kk }) => kk);
  expect(Math.max(...[...cards.values()].map(({ length }) => length))).toBe(2);
});

test('no synthetic account number can be a person’s, and no two are the same', () => {
  const numbers = Array.from({ length: 200_000 }, (_, index) =>
    syntheticAccount(syntheticDigits(index * 5), { isBank: index % 3 === 0 }),
  );
  for (const number of numbers.slice(0, 10_000)) expect(number).toMatch(/^(9999999\d{9}|\+6284\d{9})$/);
  expect(new Set(numbers).size).toBe(200_000);
});
