import type { Outcome } from '../partner/index.ts';
import { OrderState } from './order.status.ts';

const { OPEN, PAID, FAILED, SUSPECT } = OrderState;

export type OrderStep = 'PAY' | 'INQUIRE';

/** Moments are milliseconds since 1970, by the clock that the caller brings. */
export interface OrderFacts {
  state: OrderState;
  /** Counts claims; what an older one brings is stale, except that money moved. */
  attempt: number;
  nextStep: OrderStep;
  nextAtMs: number;
  /** When it was first claimed to be sent; null when it surely never was. */
  firstSentMs: number | null;
  /** When it was last claimed to be sent. */
  lastSentMs: number | null;
}

export interface OrderRules {
  refusesDuplicates: boolean;
  resendWaitMs: number;
  /** How long after its claim a worker may begin to send. */
  leaseMs: number;
  /** The pause before the second try; each further one is twice as long. */
  firstPauseMs: number;
  longestPauseMs: number;
  /** From then on an order without a clear answer is for people to decide. */
  suspectAfterMs: number;
  /** About how often a suspect is looked up. */
  suspectEveryMs: number;
}

/** What a call of one attempt brought. */
export interface Told {
  outcome: Outcome;
  step: OrderStep;
  attempt: number;
  /** When the call began. */
  begunMs: number;
  /** It was to be sent again, and was looked up instead, since nothing may be paid to the person now. */
  isHeldBack?: boolean;
}

export type Change =
  /** Stale, or known before. */
  | { kind: 'NONE' }
  /** Paid, although it was finally refused before: only people can say what is true. */
  | { kind: 'CONTRADICTED' }
  | { kind: 'MOVED'; state: OrderState }
  | { kind: 'WAITS'; nextStep: OrderStep; nextAtMs: number; isUnclear: boolean };

/** What an answer is judged by: the rules of the partner, the moment, and randomness from 0 to 1. */
export interface Judgement {
  rules: OrderRules;
  nowMs: number;
  random: number;
}

/**
 * Claims an order for its next step. Stored and committed before the first byte: if the worker dies, it is looked up. The
 * next claim waits for a call that begins at the end of the lease: shorter, and each would overtake the one before it.
 */
export const claim = (order: OrderFacts, nowMs: number, { leaseMs, resendWaitMs }: OrderRules): OrderFacts => {
  const isSent = order.nextStep === 'PAY';
  return {
    ...order,
    attempt: order.attempt + 1,
    nextStep: 'INQUIRE',
    nextAtMs: nowMs + leaseMs + resendWaitMs,
    firstSentMs: isSent ? (order.firstSentMs ?? nowMs) : order.firstSentMs,
    lastSentMs: isSent ? nowMs : order.lastSentMs,
  };
};

/** Half to all of a pause that doubles with each attempt. */
export const pauseMs = (attempt: number, random: number, rules: OrderRules): number => {
  const whole = Math.min(rules.firstPauseMs * 2 ** Math.min(attempt - 1, 30), rules.longestPauseMs);
  return Math.round(whole * (0.5 + random / 2));
};

/** The moment from which "not found" proves that nothing is under way: a claim may begin late, and a call takes time. */
const clearMs = ({ lastSentMs }: OrderFacts, { leaseMs, resendWaitMs }: OrderRules): number =>
  (lastSentMs ?? 0) + leaseMs + resendWaitMs;

const wait = (order: OrderFacts, told: Told, { rules, nowMs, random }: Judgement): Change => {
  const { outcome } = told;
  const later = nowMs + pauseMs(order.attempt, random, rules);
  const isUnclear = outcome.state === 'UNKNOWN';
  const isNotFound = outcome.state === 'UNKNOWN' && outcome.notFound === true && told.step === 'INQUIRE';
  const isRefused = outcome.state === 'FAILED';
  if (!rules.refusesDuplicates || !(isNotFound || isRefused))
    return { kind: 'WAITS', nextStep: 'INQUIRE', nextAtMs: later, isUnclear };
  const clear = clearMs(order, rules);
  const isClear = isNotFound && told.begunMs >= clear;
  if (isClear) return { kind: 'WAITS', nextStep: 'PAY', nextAtMs: told.isHeldBack ? later : nowMs, isUnclear };
  return { kind: 'WAITS', nextStep: isRefused ? 'PAY' : 'INQUIRE', nextAtMs: Math.max(later, clear), isUnclear };
};

/** A suspect is only ever looked up. */
const waitAsSuspect = ({ rules, nowMs, random }: Judgement): Change => {
  const nextAtMs = nowMs + Math.round(rules.suspectEveryMs * (0.5 + random / 2));
  return { kind: 'WAITS', nextStep: 'INQUIRE', nextAtMs, isUnclear: false };
};

/**
 * Decides what an answer changes. Money that moved counts from whichever attempt says so; anything else counts from the
 * current attempt alone. The same reference is sent again only to a partner that refuses duplicates, when the wait is over.
 */
export const hear = (order: OrderFacts, told: Told, judging: Judgement): Change => {
  const { outcome } = told;
  if (outcome.state === 'PAID') {
    if (order.state === FAILED) return { kind: 'CONTRADICTED' };
    return order.state === OPEN || order.state === SUSPECT ? { kind: 'MOVED', state: PAID } : { kind: 'NONE' };
  }
  if ((order.state !== OPEN && order.state !== SUSPECT) || told.attempt !== order.attempt) return { kind: 'NONE' };
  if (outcome.state === 'FAILED' && outcome.isFinal) return { kind: 'MOVED', state: FAILED };
  if (order.state === SUSPECT) return waitAsSuspect(judging);
  if (order.firstSentMs !== null && judging.nowMs - order.firstSentMs >= judging.rules.suspectAfterMs)
    return { kind: 'MOVED', state: SUSPECT };
  return wait(order, told, judging);
};
