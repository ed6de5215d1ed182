import type { Outcome, PartnerAdapter, PayoutOrder } from '../../../subgraphs/payments/partner/index.ts';
import { type CaseContext, type ConformanceCase, expectMoves, expectState, resolved, said, within } from './case.ts';

const ORDERS = 12;

const bulkCase = (
  name: string,
  isFault: boolean,
  run: (context: CaseContext & { bulk: PartnerAdapter }) => Promise<string | undefined>,
): ConformanceCase => ({
  name: `bulk: ${name}`,
  isFault,
  run: async (context) => {
    const { bulk } = context;
    // Asked by the bulk's own adapter: its status names the service of bulks.
    return bulk ? run({ ...context, bulk, adapter: bulk }) : 'the partner takes no bulks';
  },
});

const payAll = (bulk: PartnerAdapter, orders: readonly PayoutOrder[], ms?: number): Promise<Outcome[]> =>
  Promise.all(orders.map((order) => bulk.pay(order, within(ms))));

/** Returns what was wrong when not each order ended in a state, with so many movements of its own. */
const expectEach = async (
  context: CaseContext,
  orders: readonly PayoutOrder[],
  { end, moves }: { end: Outcome['state']; moves: number },
): Promise<string | undefined> => {
  const found = await Promise.all(
    orders.map(async (order) => {
      const outcome = await resolved(context, order, end === 'UNKNOWN' ? 2 : undefined);
      return expectState(outcome, end) ?? (await expectMoves(context, order, moves));
    }),
  );
  return found.find((wrong) => wrong !== undefined);
};

const newOrders = ({ newOrder }: CaseContext) => Array.from({ length: ORDERS }, () => newOrder());

interface BulkStrike {
  name: string;
  fault: { kind: string; ms?: number; code?: string };
  end: Outcome['state'];
  moves: number;
}

const strikes: readonly BulkStrike[] = [
  { name: 'paid, and the connection broke', fault: { kind: 'DROPPED_PAID' }, end: 'PAID', moves: 1 },
  { name: '500, and paid', fault: { kind: 'ERROR_500_PAID' }, end: 'PAID', moves: 1 },
  { name: '500, and not paid', fault: { kind: 'ERROR_500_UNPAID' }, end: 'UNKNOWN', moves: 0 },
  { name: 'answered by a page of HTML', fault: { kind: 'GARBAGE_PAID' }, end: 'PAID', moves: 1 },
  { name: 'an answer with a wrong signature', fault: { kind: 'WRONG_SIGNATURE_PAID' }, end: 'PAID', moves: 1 },
  { name: 'each item pending, then paid', fault: { kind: 'PENDING', ms: 300 }, end: 'PAID', moves: 1 },
  { name: 'each item pending, then failed', fault: { kind: 'PENDING_FAILS', ms: 300 }, end: 'FAILED', moves: 0 },
  { name: 'each item refused', fault: { kind: 'REFUSED', code: '40309' }, end: 'FAILED', moves: 0 },
];

/** What a wallet holds that is paid by bulks (services 40 and 39). */
export const bulkCases: readonly ConformanceCase[] = [
  bulkCase('each order of a bulk is paid once', false, async (context) => {
    const orders = newOrders(context);
    const outcomes = await payAll(context.bulk, orders);
    const wrong = outcomes.find(({ state }) => state !== 'PENDING');
    if (wrong) return `expected PENDING, was ${said(wrong)}`;
    return expectEach(context, orders, { end: 'PAID', moves: 1 });
  }),
  bulkCase('an order that comes again in another bulk is paid once', false, async (context) => {
    if (!context.bulk.refusesDuplicates) return undefined;
    const orders = newOrders(context);
    await payAll(context.bulk, orders);
    await payAll(
      context.bulk,
      orders.map((order) => ({ ...order, attempt: 2 })),
    );
    return expectEach(context, orders, { end: 'PAID', moves: 1 });
  }),
  ...strikes.map(({ name, fault, ...wanted }) =>
    bulkCase(name, true, async (context) => {
      await context.switches?.set([fault]);
      const orders = newOrders(context);
      await payAll(context.bulk, orders, 5_000);
      return expectEach(context, orders, wanted);
    }),
  ),
];
