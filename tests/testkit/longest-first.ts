import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Begun last, each would keep one core waiting for it.
const longest = [
  'subgraphs/pmo/wave/golden-money.test.ts',
  'subgraphs/jobs/alumnus/two-portals.test.ts',
  'gateway/rotating-keys.test.ts',
  'subgraphs/kit/events/delivery.test.ts',
  'subgraphs/training/enrollment/sale.test.ts',
  'gateway/federation-random.test.ts',
  'gateway/federation-cases.test.ts',
  'subgraphs/payments/purchase/purchase.orders.test.ts',
  'scripts/partner/conformance/rules/rules.test.ts',
  'scripts/commands.test.ts',
  'tests/supergraph/access-matrix.test.ts',
  'tests/stories/bring-a-subgraph.test.ts',
  'tests/stories/witness-a-draw.test.ts',
  'tests/stories/planted-identities.test.ts',
  'tests/stories/kur-joins-and-lends.test.ts',
  'tests/supergraph/connect-a-wallet.test.ts',
  'tests/stories/wave-command.test.ts',
  'tests/chaos/registry-killed.test.ts',
  'tests/chaos/start.test.ts',
  'tests/chaos/wave-steps-killed.test.ts',
  'tests/chaos/services-killed.test.ts',
  'tests/chaos/disbursement.test.ts',
  'tests/browser/explorer.test.ts',
];

const rank = ({ moduleId }: TestSpecification) => {
  const place = longest.indexOf(relative('.', moduleId));
  return place < 0 ? longest.length : place;
};

/** Starts the longest test files first; the others in Vitest's own order, which knows how long they took last time. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
