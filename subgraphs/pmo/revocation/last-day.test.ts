import { expect, test } from 'vitest';
import { lastDays } from '../../../tests/testkit/last-days.ts';
import { lastPurchaseDay } from './last-day.ts';

const wave = { policyVersion: '2020-A', purchaseDeadline: null };

test.each(lastDays)('a wave of 2020-A that is announced at %s is bought in until %s, as payments has it', (at, day) => {
  expect(lastPurchaseDay({ ...wave, announcedAt: new Date(at) })).toBe(day);
});

test('a wave that is not announced has no last day, and one with a deadline has that', () => {
  expect(lastPurchaseDay({ ...wave, announcedAt: null })).toBeNull();
  const announced = { policyVersion: '2023', announcedAt: new Date('2026-12-10T05:00:00Z') };
  expect(lastPurchaseDay({ ...announced, purchaseDeadline: '2026-12-25' })).toBe('2026-12-25');
});
