import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DifferenceFacts,
  DifferenceKind,
  fits,
  isUndecided,
  postingsOf,
  Resolution,
  settledFact,
} from './difference.policy.ts';
import { LineStatus } from './settlement-file.ts';

const A = 600_000n;
const B = 599_000n;
const of = (kind: string, fact: string, ledgerState: string | null) =>
  ({
    kind,
    fact,
    ledgerState,
    ledgerAmount: ledgerState === null ? null : A,
    fileAmount: kind === 'MISSING' ? null : kind === 'AMOUNT_DIFFERS' ? B : A,
  }) as DifferenceFacts;

const told = (facts: DifferenceFacts, resolution: Resolution) => {
  const lines = postingsOf(facts, resolution, { participantId: null, party: 'gopay' });
  const sum = (account: string) => Number(lines.find((line) => line.account === account)?.amount ?? 0n);
  return [sum('WALLET_CLEARING'), sum('PARTNER_DEPOSIT'), sum('SUSPENSE'), settledFact(facts, resolution)];
};

// WALLET_CLEARING, PARTNER_DEPOSIT, SUSPENSE, and the fact that is settled for ever.
test.each([
  [of('MISSING', 'PAID', 'PAID'), [-600_000, 600_000, 0, 'PAID'], [-600_000, 0, 600_000, 'PAID']],
  [of('MISSING', 'RETURNED', 'RETURNED'), [600_000, -600_000, 0, 'RETURNED'], [600_000, 0, -600_000, 'RETURNED']],
  [of('EXTRA', 'PAID', null), [0, 0, 0, null], [0, 600_000, -600_000, null]],
  [of('EXTRA', 'FAILED', null), [0, 0, 0, null], [0, 0, 0, null]],
  [of('EXTRA', 'PAID', 'PAID'), [0, 0, 0, null], [0, 600_000, -600_000, null]],
  [of('AMOUNT_DIFFERS', 'PAID', 'PAID'), [-600_000, 600_000, 0, 'PAID'], [-600_000, 599_000, 1_000, 'PAID']],
  [of('AMOUNT_DIFFERS', 'FAILED', 'FAILED'), [0, 0, 0, null], [0, 0, 0, null]],
  [of('STATUS_DIFFERS', 'FAILED', 'PAID'), [-600_000, 600_000, 0, 'PAID'], [-600_000, 0, 600_000, 'PAID']],
  [of('STATUS_DIFFERS', 'RETURNED', 'PAID'), [0, 0, 0, null], [0, -600_000, 600_000, 'RETURNED']],
  [
    { ...of('STATUS_DIFFERS', 'PAID', 'PAID'), fileAmount: B },
    [-600_000, 600_000, 0, 'PAID'],
    [-600_000, 599_000, 1_000, 'PAID'],
  ],
  [of('STATUS_DIFFERS', 'FAILED', 'RETURNED'), [0, 0, 0, null], [0, 0, 0, null]],
  [of('STATUS_DIFFERS', 'PAID', 'FAILED'), [0, 0, 0, null], [0, 600_000, -600_000, 'PAID']],
])('%o', (facts, kept, taken) => {
  expect(told(facts, Resolution.KEEP_LEDGER)).toEqual(kept);
  expect(told(facts, Resolution.TAKE_FILE)).toEqual(taken);
});

test('whatever is decided sums to zero, and keeping the ledger never goes to suspense', () => {
  const amount = fc.bigInt(1n, 999_999_999_999n);
  const facts = fc.record({
    kind: fc.constantFrom(...Object.values(DifferenceKind)),
    fact: fc.constantFrom(...Object.values(LineStatus)),
    ledgerState: fc.constantFrom('OPEN', 'PAID', 'FAILED', 'RETURNED', 'SUSPECT', null),
    ledgerAmount: fc.option(amount),
    fileAmount: fc.option(amount),
  });
  fc.assert(
    fc.property(facts, fc.constantFrom(...Object.values(Resolution)), (each, resolution) => {
      const lines = postingsOf(each, resolution, { participantId: null, party: 'gopay' });
      expect(lines.reduce((total, line) => total + line.amount, 0n)).toBe(0n);
      const isInSuspense = lines.some(({ account }) => account === 'SUSPENSE');
      if (resolution === Resolution.KEEP_LEDGER) expect(isInSuspense).toBe(false);
    }),
  );
});

test('an order that came back was paid before; an open or suspect one waits', () => {
  expect(fits(LineStatus.PAID, 'RETURNED')).toBe(true);
  expect(fits(LineStatus.RETURNED, 'PAID')).toBe(false);
  expect(['OPEN', 'SUSPECT', 'PAID', null].map((state) => isUndecided(of('EXTRA', 'PAID', state)))).toEqual([
    ...[true, true],
    ...[false, false],
  ]);
});
