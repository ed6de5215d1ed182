import type { Caller } from '../../subgraphs/kit/caller.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { postBudget } from '../../subgraphs/payments/ledger/budget.service.ts';
import { settlementWork } from '../../subgraphs/payments/settlement/settlement.work.ts';
import { brokenInvariants } from './broken-invariants.ts';
import { silent } from './event-secret.ts';
import { asSelf, openPurchases, type Seat } from './purchases.ts';
import { callerOf } from './subgraph.ts';

export const maker = callerOf('maker', 'payout:create payout:approve ledger:read');
export const checker = callerOf('checker', 'payout:create payout:approve ledger:read');
const DAY_MS = 86_400_000;

const CREATE = `mutation ($until: Date!) { createSettlementRun(until: $until) {
  run { id status lineCount sales refunds paid settlementCount createdBy } refusal { code path } } }`;
const APPROVE = `mutation ($id: ID!) { approveSettlementRun(id: $id) {
  run { status paid withheldCount withheldSum approvedBy doneAt } refusal { code } } }`;
const REJECT = `mutation ($id: ID!, $reason: String!) { rejectSettlementRun(id: $id, reason: $reason) {
  run { status rejectReason rejectedBy } refusal { code } } }`;

export interface RunAnswer {
  run: (Record<string, unknown> & { id: string }) | null;
  refusal: { code: string } | null;
}

/** Payments with purchases of one platform and institution that can be captured, refunded and settled, day by day. */
export const openSettlements = async () => {
  const shop = await openPurchases();
  const { clock, ask, database, query } = shop;
  const year = clock.now().getUTCFullYear() + 1;
  // The clock may come into the next year.
  await database.orm.em
    .fork()
    .transactional((em) => postBudget(em, { year, amount: 10_000_000_000n, from: `${year}-01-01` }, 'request-0001'));
  let wave = 2_000;
  const mutate = async (caller: Caller, source: string, variables: object): Promise<RunAnswer> => {
    const { data, errors } = await ask<Record<string, RunAnswer>>(caller, source, variables);
    if (errors[0]) throw errors[0];
    return Object.values(data)[0] as RunAnswer;
  };
  const yesterday = () => jakartaDayAfter(clock.now(), -1);
  return {
    ...shop,
    yesterday,
    /** People of a wave of their own, each of whom buys and begins a course: captured, for so much each. */
    sell: async (prices: readonly bigint[], of: { platform?: string; institution?: string } = {}): Promise<Seat[]> => {
      wave += 1;
      const people = await shop.recipients(prices.length, { wave });
      const seats = people.map((participant, index) => shop.seat(participant, { price: prices[index] ?? 1n, ...of }));
      for (const seat of seats) {
        const status = await shop.buy(seat, asSelf(seat.participant));
        if (status !== 'HELD') throw new Error(status);
        await shop.redeemed(seat);
      }
      return seats;
    },
    /** Makes a run of all until yesterday, after a day has passed. */
    create: (caller = maker) => {
      clock.advance(DAY_MS);
      return mutate(caller, CREATE, { until: yesterday() });
    },
    createUntil: (until: string, caller = maker) => mutate(caller, CREATE, { until }),
    approve: (id: unknown, caller = checker) => mutate(caller, APPROVE, { id }),
    reject: (id: unknown, reason = 'Salah periode.', caller = checker) => mutate(caller, REJECT, { id, reason }),
    /** What the ledger says of an organisation. */
    books: async (party: string) =>
      Object.fromEntries(
        (
          await query<{ code: string; amount: number }>(
            `select account_code as code, sum(amount)::int as amount from posting where party = $1 group by 1 order by 1`,
            [party],
          )
        ).map(({ code, amount }) => [code, amount]),
      ),
    settlementOf: async (party: string) =>
      (
        await query(
          `select sales::int, refunds::int, brought_forward::int as brought, netted::int, paid::int,
            carried_forward::int as carried from settlement where party = $1 order by id desc limit 1`,
          [party],
        )
      )[0],
    /** The work that gathers and posts, so many lines in a transaction. */
    workOf: (atOnce: number) => settlementWork({ database, log: silent, now: clock.now, atOnce }),
    broken: async () => (await brokenInvariants(database.pool, payments)).map(({ name }) => name),
    newParties: () => ({ platform: uuidv7(), institution: uuidv7() }),
  };
};
