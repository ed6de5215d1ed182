import { expect, test } from 'vitest';
import type { Outcome } from '../partner/index.ts';
import { type Change, claim, hear, type OrderFacts, type OrderRules, pauseMs, type Told } from './order.machine.ts';
import { OrderState } from './order.status.ts';

const HOUR_MS = 3_600_000;
const rules: OrderRules = {
  refusesDuplicates: true,
  resendWaitMs: 10_000,
  leaseMs: 60_000,
  firstPauseMs: 5_000,
  longestPauseMs: 600_000,
  suspectAfterMs: 24 * HOUR_MS,
  suspectEveryMs: 2 * HOUR_MS,
};
const blank: OrderFacts = {
  state: OrderState.OPEN,
  attempt: 0,
  nextStep: 'PAY',
  nextAtMs: 0,
  firstSentMs: null,
  lastSentMs: null,
};
const sent = claim(blank, 1_000, rules);
const paid: Outcome = { state: 'PAID', partnerReference: null };
const silent: Outcome = { state: 'UNKNOWN', code: 'TIMED_OUT' };
const notFound: Outcome = { state: 'UNKNOWN', code: '07', notFound: true };
const refused = (isFinal: boolean): Outcome => ({ state: 'FAILED', code: 'X', isFinal });

interface Case {
  outcome: Outcome;
  order?: Partial<OrderFacts>;
  told?: Partial<Told>;
  nowMs?: number;
  rules?: Partial<OrderRules>;
}

const heard = ({ outcome, order, told, nowMs = 2_000, rules: others }: Case): Change =>
  hear(
    { ...sent, ...order },
    { outcome, step: 'INQUIRE', attempt: 1, begunMs: nowMs, ...told },
    { rules: { ...rules, ...others }, nowMs, random: 1 },
  );

test('a claim is stored before the first byte: whoever finds it later looks it up', () => {
  const expected = { attempt: 1, nextStep: 'INQUIRE', nextAtMs: 71_000, firstSentMs: 1_000, lastSentMs: 1_000 };
  expect(sent).toEqual({ state: 'OPEN', ...expected });
  expect(claim(sent, 90_000, rules)).toEqual({ ...sent, attempt: 2, nextAtMs: 160_000 });
});

test.each([
  ['money that moved counts from any attempt', { outcome: paid, told: { attempt: 0 } }, 'PAID'],
  ['money that moved settles a suspect', { outcome: paid, order: { state: OrderState.SUSPECT } }, 'PAID'],
  ['a final refusal ends the order', { outcome: refused(true) }, 'FAILED'],
  ['a final refusal ends a suspect', { outcome: refused(true), order: { state: OrderState.SUSPECT } }, 'FAILED'],
  ['a day without a clear answer makes it a suspect', { outcome: silent, nowMs: 24 * HOUR_MS + 1_000 }, 'SUSPECT'],
  ['an hour pending does so after a day as well', { outcome: { state: 'PENDING', code: '03' }, nowMs: 9e9 }, 'SUSPECT'],
] satisfies [string, Case, string][])('%s', (_name, given, state) => {
  expect(heard(given)).toEqual({ kind: 'MOVED', state });
});

test.each([
  ['a refusal that a stale attempt brings', { outcome: refused(true), told: { attempt: 0 } }],
  [
    'a refusal of a suspect that a stale attempt brings',
    { outcome: refused(true), told: { attempt: 0 }, order: { state: OrderState.SUSPECT } },
  ],
  ['a second confirmation', { outcome: paid, order: { state: OrderState.PAID } }],
  ['a confirmation of what came back', { outcome: paid, order: { state: OrderState.RETURNED } }],
  ['a refusal of what was paid', { outcome: refused(true), order: { state: OrderState.PAID } }],
] satisfies [string, Case][])('%s changes nothing', (_name, given) => {
  expect(heard(given)).toEqual({ kind: 'NONE' });
});

test('paid after a final refusal is for people to explain', () => {
  expect(heard({ outcome: paid, order: { state: OrderState.FAILED } })).toEqual({ kind: 'CONTRADICTED' });
});

const waits = (nextStep: string, nextAtMs: number, isUnclear = true) => ({
  kind: 'WAITS',
  nextStep,
  nextAtMs,
  isUnclear,
});

test.each([
  ['not found too early is looked up when the wait is over', { outcome: notFound }, waits('INQUIRE', 71_000)],
  ['not found after the wait is sent again', { outcome: notFound, nowMs: 71_000 }, waits('PAY', 71_000)],
  [
    'a look-up that began before the end of the wait proves nothing',
    { outcome: notFound, nowMs: 71_000, told: { begunMs: 70_999 } },
    waits('INQUIRE', 76_000),
  ],
  [
    'what a payment itself calls not found is looked up',
    { outcome: notFound, nowMs: 99_000, told: { step: 'PAY' } },
    waits('INQUIRE', 104_000),
  ],
  [
    'not found is never sent again where duplicates are paid',
    { outcome: notFound, nowMs: 9_000_000, rules: { refusesDuplicates: false } },
    waits('INQUIRE', 9_005_000),
  ],
  [
    'not found is tried later when nothing may be paid to the person now',
    { outcome: notFound, nowMs: 71_000, told: { isHeldBack: true } },
    waits('PAY', 76_000),
  ],
  [
    'a suspect that is not found is never sent again',
    { outcome: notFound, nowMs: 9e7, order: { state: OrderState.SUSPECT } },
    waits('INQUIRE', 9e7 + 2 * HOUR_MS, false),
  ],
  ['a refusal that may pass is sent again', { outcome: refused(false) }, waits('PAY', 71_000, false)],
  [
    'a refusal that may pass is not, where duplicates are paid',
    { outcome: refused(false), rules: { refusesDuplicates: false } },
    waits('INQUIRE', 7_000, false),
  ],
  ['silence is looked up', { outcome: silent }, waits('INQUIRE', 7_000)],
  ['pending is looked up, and is clear', { outcome: { state: 'PENDING', code: '03' } }, waits('INQUIRE', 7_000, false)],
] satisfies [string, Case, object][])('%s', (_name, given, change) => {
  expect(heard(given)).toEqual(change);
});

test('pauses double up to the longest, by half to all of them', () => {
  expect([1, 2, 3, 9, 400].map((attempt) => pauseMs(attempt, 1, rules))).toEqual([
    5_000, 10_000, 20_000, 600_000, 600_000,
  ]);
  expect(pauseMs(1, 0, rules)).toBe(2_500);
});
