import type { Outcome } from '../../../subgraphs/payments/partner/index.ts';
import { type ConformanceCase, expectMoves, expectState, resolved, within } from './case.ts';

interface Strike {
  name: string;
  fault: { kind: string; ms?: number; code?: string };
  /** The order's last state; UNKNOWN where it was never paid. */
  end: Outcome['state'];
  moves: number;
  /** How long the payment waits for its answer. */
  waitMs?: number;
}

const SHORT_MS = 300;

const strikes: readonly Strike[] = [
  { name: 'paid, and never answered', fault: { kind: 'SILENT_PAID' }, end: 'PAID', moves: 1, waitMs: SHORT_MS },
  { name: 'never answered', fault: { kind: 'SILENT_UNPAID' }, end: 'UNKNOWN', moves: 0, waitMs: SHORT_MS },
  {
    name: 'arrived after its sender gave up',
    fault: { kind: 'LATE', ms: 900 },
    end: 'PAID',
    moves: 1,
    waitMs: SHORT_MS,
  },
  { name: 'paid, and the connection broke', fault: { kind: 'DROPPED_PAID' }, end: 'PAID', moves: 1 },
  { name: 'answered twice', fault: { kind: 'ANSWERED_TWICE' }, end: 'PAID', moves: 1 },
  { name: 'pending, then paid', fault: { kind: 'PENDING', ms: 500 }, end: 'PAID', moves: 1 },
  { name: 'pending, then failed', fault: { kind: 'PENDING_FAILS', ms: 500 }, end: 'FAILED', moves: 0 },
  { name: '500, and paid', fault: { kind: 'ERROR_500_PAID' }, end: 'PAID', moves: 1 },
  { name: '500, and not paid', fault: { kind: 'ERROR_500_UNPAID' }, end: 'UNKNOWN', moves: 0 },
  { name: '504, and paid', fault: { kind: 'ERROR_504_PAID' }, end: 'PAID', moves: 1 },
  { name: 'answered by a page of HTML', fault: { kind: 'GARBAGE_PAID' }, end: 'PAID', moves: 1 },
  { name: '07, then 00', fault: { kind: 'HIDDEN', ms: 900 }, end: 'PAID', moves: 1, waitMs: SHORT_MS },
  { name: '409 00', fault: { kind: 'CONFLICT_409_00' }, end: 'UNKNOWN', moves: 0 },
  { name: '409 01', fault: { kind: 'CONFLICT_409_01_PAID' }, end: 'PAID', moves: 1 },
  { name: '404 18, and paid', fault: { kind: 'INCONSISTENT_404_18_PAID' }, end: 'PAID', moves: 1 },
  { name: '404 18, and not paid', fault: { kind: 'INCONSISTENT_404_18_UNPAID' }, end: 'UNKNOWN', moves: 0 },
  { name: 'an answer with a wrong signature', fault: { kind: 'WRONG_SIGNATURE_PAID' }, end: 'PAID', moves: 1 },
  { name: 'the answer of another order', fault: { kind: 'OTHER_REFERENCE_PAID' }, end: 'PAID', moves: 1 },
  { name: 'a dormant account', fault: { kind: 'REFUSED', code: '40309' }, end: 'FAILED', moves: 0 },
];

const caseOf = ({ name, fault, end, moves, waitMs }: Strike): ConformanceCase => ({
  name,
  isFault: true,
  run: async (context) => {
    await context.switches?.set([fault]);
    const order = context.newOrder();
    const first = await context.adapter.pay(order, within(waitMs));
    // What is not paid, and was not refused, stays unknown: only a second call could end it.
    const last = first.state === 'FAILED' ? first : await resolved(context, order, end === 'UNKNOWN' ? 3 : undefined);
    return expectState(last, end) ?? expectMoves(context, order, moves);
  },
});

/** What goes wrong at partners: whatever is answered, in the end the truth is known, and money moved once at most. */
export const faultCases: readonly ConformanceCase[] = [
  ...strikes.map(caseOf),
  {
    name: 'a partner that breaks every connection',
    isFault: true,
    run: async (context) => {
      await context.switches?.set([], { flapping: { upMs: 1, downMs: 10_000_000 } });
      const order = context.newOrder();
      const outcome = await context.adapter.pay(order, within());
      await context.switches?.set([]);
      return expectState(outcome, 'UNKNOWN', 'FAILED') ?? expectMoves(context, order, 0);
    },
  },
  {
    name: 'a clock that is ten minutes ahead',
    isFault: true,
    run: async (context) => {
      await context.switches?.set([], { clockSkewMs: 600_000 });
      const order = context.newOrder();
      const outcome = await context.adapter.pay(order, within());
      await context.switches?.set([]);
      return expectState(outcome, 'FAILED', 'UNKNOWN') ?? expectMoves(context, order, 0);
    },
  },
];
