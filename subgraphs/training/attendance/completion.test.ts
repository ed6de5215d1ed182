import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeCompletion, sessionsNeeded } from './completion.ts';
import { type CompletionRule, completionRuleOf, completionRules } from './rules.data.ts';

const rules = fc.constantFrom(...completionRules);
const score = fc.integer({ min: 0, max: 100 });
const facts = fc
  .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 }), fc.array(score, { maxLength: 3 }))
  .map(([held, attended, scores]) => ({ held, attended: Math.min(attended, held), scores }));

const passes = (rule: CompletionRule, scores: readonly number[]): boolean => {
  const counted = rule.counts === 'BEST' ? scores : scores.slice(-1);
  return counted.some((each) => each >= rule.passingScore);
};

test('completed is who attended the share of sessions and passed, whatever came before', () => {
  fc.assert(
    fc.property(rules, facts, (rule, known) => {
      const isEnough = known.attended * 100 >= known.held * rule.attendancePercent;
      const isCompleted = isEnough && passes(rule, known.scores);
      expect(judgeCompletion(rule, known).outcome === 'COMPLETED').toBe(isCompleted);
    }),
  );
});

test('failed is who has no attempt left and has not passed; nobody fails with an attempt left', () => {
  fc.assert(
    fc.property(rules, facts, (rule, known) => {
      const hasFailed = known.scores.length >= rule.attempts && !passes(rule, known.scores);
      expect(judgeCompletion(rule, known).outcome === 'FAILED').toBe(hasFailed);
    }),
  );
});

test('a session more never takes a completion away', () => {
  fc.assert(
    fc.property(rules, facts, (rule, known) => {
      fc.pre(judgeCompletion(rule, known).outcome === 'COMPLETED' && known.attended < known.held);
      expect(judgeCompletion(rule, { ...known, attended: known.attended + 1 }).outcome).toBe('COMPLETED');
    }),
  );
});

test('of five sessions four are needed, of one the one, of none none', () => {
  const [rule] = completionRules as [CompletionRule];
  expect([0, 1, 2, 5, 10].map((held) => sessionsNeeded(rule, held))).toEqual([0, 1, 2, 4, 8]);
});

test('the rule is that of the day in Jakarta on which the seat was reserved', () => {
  const versionOn = (time: string) => completionRuleOf(new Date(time)).version;
  expect(versionOn('2019-01-01T00:00:00Z')).toBe('completion-2020');
  expect(versionOn('2022-12-31T16:59:59Z')).toBe('completion-2020');
  expect(versionOn('2022-12-31T17:00:00Z')).toBe('completion-2023');
});
