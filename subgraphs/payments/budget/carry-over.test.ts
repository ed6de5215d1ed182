import { expect, test } from 'vitest';
import {
  expectInvariants,
  paymentsDatabase,
  paymentsInbox,
  people,
  requestId,
  testYear,
} from '../../../tests/testkit/payments.ts';
import type { Caller } from '../../kit/caller.ts';
import { Refusal } from '../../kit/refusal.ts';
import { CarryOverService } from './carry-over.service.ts';
import { commitFunds, commitmentOf } from './commitment.service.ts';

const officer = (id: string | null, ...scopes: string[]): Caller => ({
  id,
  org: null,
  can: (scope) => scopes.includes(scope),
});
const tuti = officer('tuti', 'budget:decide');
const agus = officer('agus', 'budget:decide');
const reason = 'Insentif gelombang 1001 jatuh tempo bulan Januari';

const setUp = async () => {
  const database = await paymentsDatabase();
  const announce = await paymentsInbox(database);
  const clock = { now: new Date(`${testYear}-12-20T03:00:00Z`) };
  const service = new CarryOverService({ now: () => clock.now });
  const em = () => database.orm.em.fork();
  const code = (error: unknown) => {
    if (error instanceof Refusal) return error.code;
    throw error;
  };
  const propose = (caller = tuti, given = {}) =>
    service.propose(em(), { caller, requestId, wave: 1001, reason, ...given }).catch(code);
  const approve = (id: string, caller = agus) => service.approve(em(), { caller, requestId, id }).catch(code);
  const facts = { reference: 'commit:1001', at: new Date(), requestId };
  await em().transactional((tx) => commitFunds(tx, { wave: 1001, year: testYear, amount: 5_000_000n, ...facts }));
  await announce({ participants: people(2) });
  const years = () => database.query('select year, budget::text, committed::text from budget_year order by year');
  return { ...database, announce, clock, propose, approve, years, commitment: () => commitmentOf(em(), 1001) };
};

const idOf = (proposal: unknown): string => (proposal as { id: string }).id;

test('two officers carry over what is left; the wave goes on to take from it in the next year', async () => {
  const { query, announce, propose, approve, years, commitment } = await setUp();
  const proposal = await propose();
  expect(proposal).toMatchObject({ fromYear: testYear, toYear: testYear + 1, amount: 3_000_000n, carried: null });
  // One more is granted before the approval: it stays in its own year.
  await announce({ participants: people(1) });
  expect(await approve(idOf(proposal))).toMatchObject({ carried: 2_000_000n, approvedBy: 'agus' });
  expect(await years()).toEqual([
    { year: testYear, budget: '9999998000000', committed: '3000000' },
    { year: testYear + 1, budget: '2000000', committed: '2000000' },
  ]);
  expect(await commitment()).toEqual({ waveNumber: 1001, year: testYear + 1, committed: 5_000_000n, left: 2_000_000n });
  expect(await announce({ participants: people(2) })).toBe(204);
  expect(await announce({ participants: people(1) })).toBe(500);
  expect(
    await query(`select year, sum(amount)::int from posting join journal_entry on id = entry_id
    where account_code = 'TRAINING_BALANCE' group by 1 order by 1`),
  ).toEqual([
    { year: testYear, sum: 3_000_000 },
    { year: testYear + 1, sum: 2_000_000 },
  ]);
  await expectInvariants({ query });
});

test('who proposed it cannot approve it; twice at once carries over once', async () => {
  const { query, propose, approve, years } = await setUp();
  const id = idOf(await propose());
  expect(await approve(id, tuti)).toBe('CARRY_OVER_SELF_APPROVAL');
  const byHand = `update carry_over set approved_by = proposed_by, approved_at = now(), carried = 1`;
  await expect(query(byHand)).rejects.toMatchObject({ constraint: 'carry_over_two_people_ck' });
  const answers = await Promise.all([approve(id), approve(id), approve(id, officer('ayu', 'budget:decide'))]);
  expect(answers.filter((each) => each === 'CARRY_OVER_ALREADY_APPROVED')).toHaveLength(2);
  expect((await years()).at(-1)).toMatchObject({ budget: '3000000', committed: '3000000' });
  await expectInvariants({ query });
});

test('each "no" has its code, and moves nothing', async () => {
  const { propose, approve, clock, years } = await setUp();
  const before = await years();
  expect(await propose(officer('siti', 'self'))).toBe('FORBIDDEN');
  expect(await propose(officer(null, 'budget:decide'))).toBe('FORBIDDEN');
  expect(await propose(tuti, { reason: ' x ' })).toBe('REASON_MALFORMED');
  expect(await propose(tuti, { wave: 7 })).toBe('NOTHING_COMMITTED');
  clock.now = new Date(`${testYear}-12-15T16:59:59Z`);
  expect(await propose()).toBe('CARRY_OVER_OUT_OF_SEASON');
  clock.now = new Date(`${testYear}-12-15T17:00:00Z`);
  const proposals = await Promise.all([propose(), propose()]);
  expect(proposals.filter((each) => each === 'CARRY_OVER_OPEN')).toHaveLength(1);
  const id = idOf(proposals.find((each) => typeof each !== 'string'));
  expect(await approve(id, officer('siti', 'self'))).toBe('FORBIDDEN');
  expect(await approve('x')).toBe('CARRY_OVER_UNKNOWN');
  expect(await approve(crypto.randomUUID())).toBe('CARRY_OVER_UNKNOWN');
  clock.now = new Date(`${testYear + 1}-01-31T17:00:00Z`);
  expect(await approve(id)).toBe('CARRY_OVER_OUT_OF_SEASON');
  expect(await years()).toEqual(before);
});
