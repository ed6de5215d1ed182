import { expect, test } from 'vitest';
import { conformanceRules, failedRule } from '../../../../schema/registry/conformance.ts';
import { runRules } from '../run.ts';
import { startPartner } from '../testkit/partner.ts';
import { rules } from './index.ts';

const resultsOf = async (fault?: string) => {
  const { options, stop } = await startPartner(fault);
  try {
    return await runRules(options);
  } finally {
    await stop();
  }
};

test('every rule that the registry demands is asked, in its order', () => {
  expect(rules.map(({ name }) => name)).toEqual([...conformanceRules]);
});

test('a sound subgraph passes every rule', async () => {
  const results = await resultsOf();
  expect(results.filter(({ verdict }) => verdict !== 'PASSED')).toEqual([]);
  expect(failedRule(results)).toBeUndefined();
});

test.each(conformanceRules)('a subgraph whose only fault is that of %s fails that rule alone', async (rule) => {
  const results = await resultsOf(rule);
  const failed = results.filter(({ verdict }) => verdict === 'FAILED');
  expect(failed.map((each) => each.rule)).toEqual([rule]);
  expect(failed[0]?.detail).not.toBe('');
});
