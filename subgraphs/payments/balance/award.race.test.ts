import { expect, test } from 'vitest';
import { eventually } from '../../../tests/testkit/events.ts';
import { asSelf, openPurchases } from '../../../tests/testkit/purchases.ts';
import { uuidv7 } from '../../kit/ids.ts';

const shop = await openPurchases();
const { query, balance, database } = shop;

/** How many transactions wait for a lock. */
const waiting = async () => {
  const [row] = await query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
};

/**
 * Lets `second` begin when `first` has done all but its commit, and lets it go as far as it comes before that commit.
 */
const interleaved = async (first: Effect, second: Effect) => {
  const done = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const one = database.orm.em.fork().transactional(async (em) => {
    await first(em);
    done.resolve();
    await mayCommit.promise;
  });
  await done.promise;
  let isOver = false;
  const other = database.orm.em
    .fork()
    .transactional(second)
    .finally(() => {
      isOver = true;
    });
  await eventually(async () => isOver || (await waiting()) > 0);
  mayCommit.resolve();
  await Promise.all([one, other]);
};

type Effect = Parameters<ReturnType<typeof database.orm.em.fork>['transactional']>[0] extends (em: infer E) => unknown
  ? (em: E) => Promise<void>
  : never;

const event = () => ({ id: uuidv7(), requestid: 'request-0001', time: shop.clock.now().toISOString() }) as never;
const instalments = { amount: 600_000, instalments: 1 };

const effectsOn = (participants: string[], wave: number) => {
  const at = shop.clock.now().toISOString();
  const announced = { wave, trainingBalance: 1_000_000, incentive: instalments, survey: instalments, participants };
  return {
    grant: (async (em) => shop.services.grants.grant(em, announced, event())) as Effect,
    revoke: (async (em) => shop.services.revocations.revoke(em, { wave, at, participants }, event())) as Effect,
  };
};

const leftOf = async (participants: readonly string[]) =>
  (
    await query<{ left: number }>(
      `select coalesce(sum(granted - spent - held - returned), 0)::int as left from training_balance
        where participant_id = any($1::uuid[])`,
      [participants],
    )
  )[0]?.left;

const people = () => Array.from({ length: 5 }, () => uuidv7());

test('a grant that begins beside a revocation under way leaves nothing with the revoked', async () => {
  const some = people();
  const { grant, revoke } = effectsOn(some, 2_001);
  await interleaved(revoke, grant);
  expect(await leftOf(some)).toBe(0);
  expect(await shop.brokenInvariants()).toEqual([]);
});

test('a revocation that begins beside a grant under way leaves nothing with the revoked', async () => {
  const some = people();
  const { grant, revoke } = effectsOn(some, 2_002);
  await interleaved(grant, revoke);
  expect(await leftOf(some)).toBe(0);
  expect(await shop.brokenInvariants()).toEqual([]);
});

test('grants and revocations of twenty waves at once, in whatever order, leave nothing with the revoked', async () => {
  const all = Array.from({ length: 20 }, (_, index) => ({ some: people(), wave: 2_100 + index }));
  const tx = (effect: Effect) => database.orm.em.fork().transactional(effect);
  await Promise.all(
    all.flatMap(({ some, wave }, index) => {
      const { grant, revoke } = effectsOn(some, wave);
      return index % 2 === 0 ? [tx(grant), tx(revoke)] : [tx(revoke), tx(grant)];
    }),
  );
  for (const { some } of all) expect(await leftOf(some)).toBe(0);
  expect(await shop.brokenInvariants()).toEqual([]);
});

test('a revocation beside a purchase takes what is not held, and what is released later returns', async () => {
  const [siti = ''] = await shop.recipients(1, { wave: 2_200 });
  const own = shop.seat(siti);
  expect(await shop.requestCode(own.token, asSelf(siti))).toBe('DONE');
  const code = await shop.codeOf(own.enrollment);
  const { revoke } = effectsOn([siti], 2_200);
  // The purchase has done all but tell of it when the revocation begins.
  const holder = await database.pool.connect();
  await holder.query('begin; lock table event_outbox in exclusive mode');
  const bought = shop.authorize(own.token, asSelf(siti), { code, invoice: 'RACE-1' });
  await eventually(async () => (await waiting()) === 1);
  const revoked = database.orm.em.fork().transactional(revoke);
  await eventually(async () => (await waiting()) === 2);
  await holder.query('commit');
  holder.release();
  expect(await bought).toBe('HELD');
  await revoked;
  expect(await balance(siti)).toEqual({ spent: 0, held: 600_000, returned: 400_000, available: 0 });
  await shop.released(own);
  expect(await balance(siti)).toEqual({ spent: 0, held: 0, returned: 1_000_000, available: 0 });
  expect(await shop.brokenInvariants()).toEqual([]);
});

test('a release beside a revocation ends at the treasury, whichever is first', async () => {
  for (const [index, isReleaseFirst] of [true, false].entries()) {
    const wave = 2_300 + index;
    const [siti = ''] = await shop.recipients(1, { wave });
    const own = shop.seat(siti);
    expect(await shop.buy(own)).toBe('HELD');
    const { revoke } = effectsOn([siti], wave);
    const seat = { enrollment: own.enrollment, participant: siti, at: shop.clock.now().toISOString() };
    const release: Effect = (em) =>
      shop.services.purchaseOutcomes.released(em as never, { ...seat, reason: 'EXPIRED' }, event());
    await (isReleaseFirst ? interleaved(release, revoke) : interleaved(revoke, release));
    expect(await balance(siti)).toEqual({ spent: 0, held: 0, returned: 1_000_000, available: 0 });
  }
  expect(await shop.brokenInvariants()).toEqual([]);
});
