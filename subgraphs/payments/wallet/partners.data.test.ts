import { expect, test } from 'vitest';
import { paymentPartners } from './partners.data.ts';

test('two banks and four e-wallets pay', () => {
  const namesOf = (wanted: string) => paymentPartners.filter(({ kind }) => kind === wanted).map(({ name }) => name);
  expect(namesOf('BANK')).toEqual(['BCA', 'BNI']);
  expect(namesOf('E_WALLET')).toEqual(['DANA', 'GoPay', 'LinkAja', 'OVO']);
});

test('partner codes are unique', () => {
  expect(new Set(paymentPartners.map(({ code }) => code)).size).toBe(6);
});
