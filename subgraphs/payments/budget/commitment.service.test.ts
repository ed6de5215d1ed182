import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expectInvariants,
  paymentsDatabase,
  paymentsInbox,
  people,
  requestId,
  testYear,
} from '../../../tests/testkit/payments.ts';
import type { Transaction } from '../../kit/database.ts';
import { commitFunds, commitmentOf, releaseFunds } from './commitment.service.ts';

const setUp = async (budget?: bigint) => {
  const database = await paymentsDatabase(budget);
  const announce = await paymentsInbox(database);
  const facts = () => ({ at: new Date(), requestId });
  const within = <T>(work: (em: Transaction) => Promise<T>) => database.orm.em.fork().transactional(work);
  const commit = (wave: number, amount: bigint, { reference = crypto.randomUUID() as string, year = testYear } = {}) =>
    within((em) => commitFunds(em, { wave, year, amount, reference, ...facts() }));
  const release = (wave: number, amount?: bigint, reference: string = crypto.randomUUID()) =>
    within((em) => releaseFunds(em, { wave, reference, ...facts(), ...(amount !== undefined && { amount }) }));
  const commitment = (wave: number) => within((em) => commitmentOf(em, wave));
  const year = () => database.query(`select budget::int, committed::int from budget_year`);
  return { ...database, announce, commit, release, commitment, year };
};

test('what is granted to a wave comes from its commitment; the rest is released to the year', async () => {
  const { announce, commit, release, commitment, year, query } = await setUp(10_000_000n);
  expect(await commit(1001, 4_000_000n)).toEqual({ isCommitted: true });
  expect(await announce({ participants: people(3) })).toBe(204);
  expect(await commitment(1001)).toMatchObject({ year: testYear, committed: 4_000_000n, left: 1_000_000n });
  expect(await year()).toEqual([{ budget: 10_000_000, committed: 4_000_000 }]);
  expect(await release(1001)).toBe(1_000_000n);
  expect(await release(1001)).toBe(0n);
  expect(await commitment(1001)).toMatchObject({ committed: 3_000_000n, left: 0n });
  expect(await year()).toEqual([{ budget: 10_000_000, committed: 3_000_000 }]);
  expect(await query('select committed::int from wave_funds')).toEqual([{ committed: 3_000_000 }]);
  await expectInvariants({ query });
});

test('a wave takes no more than is committed to it, though its year has more', async () => {
  const { announce, commit, query } = await setUp(10_000_000n);
  await commit(1001, 2_000_000n);
  expect(await announce({ participants: people(3) })).toBe(500);
  expect(await query('select from training_balance')).toEqual([]);
  await expectInvariants({ query });
});

test('ten waves that ask at once share the last of a year: what does not fit is refused and told how much there is', async () => {
  const { commit, year, query } = await setUp(10_000_000n);
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => commit(1001 + index, 3_000_000n)));
  expect(answers.filter(({ isCommitted }) => isCommitted)).toHaveLength(3);
  const refused = { isCommitted: false, reason: 'BUDGET_EXHAUSTED', unallocated: 1_000_000n };
  expect(answers.filter(({ isCommitted }) => !isCommitted)).toEqual(Array(7).fill(refused));
  expect(await year()).toEqual([{ budget: 10_000_000, committed: 9_000_000 }]);
  await expectInvariants({ query });
});

test('a reference commits once, also when nothing else would fit; a year without a budget commits nothing', async () => {
  const { commit, year } = await setUp(10_000_000n);
  const again = { reference: 'commit:1001:1' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => commit(1001, 10_000_000n, again)));
  expect(answers).toEqual(Array(5).fill({ isCommitted: true }));
  expect(await year()).toEqual([{ budget: 10_000_000, committed: 10_000_000 }]);
  const nothing = { isCommitted: false, reason: 'YEAR_WITHOUT_BUDGET', unallocated: 0n };
  expect(await commit(1002, 1n, { year: testYear + 1 })).toEqual(nothing);
  await expect(commit(1001, 0n)).rejects.toThrow(RangeError);
});

test('a grant that is under way is not released from under it', async () => {
  const { pool, commit, release, announce, query } = await setUp(10_000_000n);
  await commit(1001, 5_000_000n);
  const blocker = await pool.connect();
  await blocker.query('begin');
  // Holds the people of the grant, after its lock on the commitment is still to come: release goes first or waits.
  const participants = people(5);
  await blocker.query(
    `insert into training_balance (participant_id, wave_number, granted, expires_on)
    values ($1, 1, 1, '2026-12-15')`,
    [participants[2]],
  );
  const granted = announce({ participants });
  const released = release(1001, 3_000_000n);
  expect(await released).toBe(3_000_000n);
  await blocker.query('rollback');
  blocker.release();
  expect(await granted).toBe(500);
  await expectInvariants({ query });
});

test('ten grants at once take no more than is left of a commitment', async () => {
  const { announce, commit, commitment, query } = await setUp(50_000_000n);
  await commit(1001, 5_000_000n);
  const answers = await Promise.all(Array.from({ length: 10 }, () => announce({ participants: people(2) })));
  expect(answers.filter((answer) => answer === 204)).toHaveLength(2);
  expect(await commitment(1001)).toMatchObject({ left: 1_000_000n });
  await expectInvariants({ query });
});

const step = fc.record({
  what: fc.constantFrom('COMMIT', 'RELEASE', 'GRANT', 'RELEASE_ALL'),
  wave: fc.constantFrom(1001, 1002),
  millions: fc.constantFrom(1n, 2n, 4n),
});

test('any commitments, releases and grants at once keep the invariants', async () => {
  const { announce, commit, release, query } = await setUp(20_000_000n);
  const act = ({ what, wave, millions }: typeof step extends fc.Arbitrary<infer T> ? T : never) => {
    if (what === 'COMMIT') return commit(wave, millions * 1_000_000n);
    if (what === 'GRANT') return announce({ wave, participants: people(Number(millions)) });
    return release(wave, what === 'RELEASE' ? millions * 1_000_000n : undefined);
  };
  const run = async (steps: Parameters<typeof act>[0][]) => {
    await Promise.all(steps.map(act));
    await expectInvariants({ query });
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), run), { numRuns: 15 });
});
