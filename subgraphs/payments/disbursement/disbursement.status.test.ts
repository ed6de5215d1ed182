import { expect, test } from 'vitest';
import { Refusal } from '../../kit/refusal.ts';
import { DisbursementStatus, transition } from './disbursement.status.ts';

const { DUE, CHECKED, BATCHED, APPROVED, SENT, SETTLED, REJECTED, UNKNOWN, SUSPECT, RETURNED } = DisbursementStatus;

test('a payout goes from due to settled', () => {
  const path = [DUE, CHECKED, BATCHED, APPROVED, SENT, SETTLED];
  expect(path.reduce((from, to) => (from === to ? from : transition(from, to)))).toBe(SETTLED);
});

test('what was paid, or may have been, is never due again', () => {
  for (const from of [SENT, UNKNOWN, SUSPECT, SETTLED]) {
    for (const to of [DUE, CHECKED, BATCHED, APPROVED]) expect(() => transition(from, to)).toThrow(Refusal);
  }
  expect(transition(REJECTED, DUE)).toBe(DUE);
});

test('what came back is due again, and what is approved can still be withheld', () => {
  expect(transition(RETURNED, DUE)).toBe(DUE);
  expect(() => transition(RETURNED, SENT)).toThrow(Refusal);
  expect(transition(APPROVED, REJECTED)).toBe(REJECTED);
});
