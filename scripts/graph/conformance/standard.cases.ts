import { type ConformanceCase, expectMoves, expectState, resolved, said, within } from './case.ts';

const standard = (name: string, run: ConformanceCase['run']): ConformanceCase => ({ name, isFault: false, run });

/** What every partner must hold, on its own test system too. */
export const standardCases: readonly ConformanceCase[] = [
  standard('a reference that was never sent is not found', async ({ adapter, newOrder }) => {
    const outcome = await adapter.inquire(newOrder(), within());
    return 'notFound' in outcome ? undefined : `expected not found, was ${said(outcome)}`;
  }),
  standard('an order is paid, and the answer has the partner’s reference', async (context) => {
    const order = context.newOrder();
    const outcome = await context.adapter.pay(order, within());
    if (outcome.state === 'PAID' && outcome.partnerReference === null) return 'the answer has no referenceNo';
    return expectState(outcome, 'PAID') ?? expectMoves(context, order, 1);
  }),
  standard('the status of a paid order is success, with the same reference', async (context) => {
    const order = context.newOrder();
    const paid = await context.adapter.pay(order, within());
    const asked = await resolved(context, order);
    const isSame = JSON.stringify(asked) === JSON.stringify(paid);
    return expectState(asked, 'PAID') ?? (isSame ? undefined : 'originalReferenceNo is another one');
  }),
  standard('the same order sent again is paid once', async (context) => {
    const order = context.newOrder();
    await context.adapter.pay(order, within());
    const again = await context.adapter.pay({ ...order, attempt: 2 }, within());
    return expectState(again, 'PAID') ?? expectMoves(context, order, 1);
  }),
  standard('ten at the same time with one reference are paid once', async (context) => {
    // A partner that does not refuse duplicates is sent each order once: there is nothing to ask of it.
    if (!context.adapter.refusesDuplicates) return undefined;
    const order = context.newOrder();
    await Promise.all(Array.from({ length: 10 }, () => context.adapter.pay(order, within())));
    return expectState(await resolved(context, order), 'PAID') ?? expectMoves(context, order, 1);
  }),
  standard('a reference that comes with another amount is not paid again', async (context) => {
    if (!context.adapter.refusesDuplicates) return undefined;
    const order = context.newOrder();
    await context.adapter.pay(order, within());
    const other = await context.adapter.pay({ ...order, amount: order.amount + 1n }, within());
    return expectState(other, 'UNKNOWN', 'FAILED') ?? expectMoves(context, order, 1);
  }),
  standard('an amount of zero is refused for good', async (context) => {
    const order = context.newOrder({ amount: 0n });
    const outcome = await context.adapter.pay(order, within());
    const isFinal = outcome.state === 'FAILED' && outcome.isFinal;
    return isFinal ? expectMoves(context, order, 0) : `expected a final failure, was ${said(outcome)}`;
  }),
  standard('a wrong signature is refused', async (context) => {
    const order = context.newOrder();
    const outcome = await context.stranger.pay(order, within());
    // Where answers are signed, the stranger cannot believe the refusal either.
    return expectState(outcome, 'FAILED', 'UNKNOWN') ?? expectMoves(context, order, 0);
  }),
  standard('an account has a name', async ({ adapter, account }) => {
    const facts = await adapter.inquireAccount(account, within());
    return facts.isActive && facts.name !== '' ? undefined : 'the account of the test is not active, or has no name';
  }),
];
