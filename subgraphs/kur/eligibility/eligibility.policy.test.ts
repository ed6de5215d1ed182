import fc from 'fast-check';
import { expect, test } from 'vitest';
import { products } from '../product/product.data.ts';
import { type BorrowerState, decideEligibility, type PersonFacts } from './eligibility.policy.ts';

const [product] = products;
if (!product) throw new Error('no product');

const facts: fc.Arbitrary<PersonFacts> = fc.record({
  certificateCount: fc.option(fc.nat({ max: 5 })),
  workStatus: fc.option(fc.constantFrom('JOB_SEEKER', 'WORKER', 'ENTREPRENEUR', 'A_STATUS_OF_TOMORROW')),
});
const standing: fc.Arbitrary<BorrowerState> = fc.record({
  isOpen: fc.boolean(),
  lent: fc.bigInt({ min: 0n, max: product.ceiling }),
});
const run = { seed: 2021, numRuns: 2_000 };

test('whoever may apply is an alumnus with a business, has nothing open, and is offered at least the least amount', () => {
  fc.assert(
    fc.property(facts, standing, (known, has) => {
      const { reasons, most } = decideEligibility(known, has, product);
      const isFit =
        (known.certificateCount ?? 0) >= 1 &&
        known.workStatus === 'ENTREPRENEUR' &&
        !has.isOpen &&
        product.ceiling - has.lent >= product.least;
      expect(reasons.length === 0).toBe(isFit);
      expect(most).toBe(isFit ? product.ceiling - has.lent : 0n);
      expect(has.lent + most <= product.ceiling).toBe(true);
    }),
    run,
  );
});

test('who knows too little says nothing of the person', () => {
  fc.assert(
    fc.property(facts, standing, (known, has) => {
      fc.pre(known.certificateCount === null || known.workStatus === null);
      expect(decideEligibility(known, has, product)).toEqual({ reasons: ['FACTS_UNAVAILABLE'], most: 0n });
    }),
    run,
  );
});

test('more lent is never more to lend', () => {
  fc.assert(
    fc.property(facts, standing, fc.bigInt({ min: 0n, max: 10_000_000n }), (known, has, more) => {
      const later = decideEligibility(known, { ...has, lent: has.lent + more }, product);
      expect(later.most <= decideEligibility(known, has, product).most).toBe(true);
    }),
    run,
  );
});

test('all reasons are told at once', () => {
  const known = { certificateCount: 0, workStatus: 'WORKER' };
  expect(decideEligibility(known, { isOpen: true, lent: 9_900_000n }, product).reasons).toEqual([
    'NO_CERTIFICATE',
    'NOT_ENTREPRENEUR',
    'APPLICATION_OPEN',
    'CEILING_REACHED',
  ]);
});
