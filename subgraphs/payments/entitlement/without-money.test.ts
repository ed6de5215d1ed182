import { expect, test } from 'vitest';
import { expectKept, happeningsOf, openIncentives, owed } from '../../../tests/testkit/incentives.ts';
import { people, requestId } from '../../../tests/testkit/payments.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { commitFunds } from '../budget/index.ts';
import { post } from '../ledger/index.ts';
import { certificateIssued } from './entitlement.events.ts';

const START = '2026-03-01T00:00:00Z';
const times = {
  announced: '2026-03-01T00:00:00.000Z',
  certified: '2026-03-20T03:00:00.000Z',
  rated: '2026-03-21T03:00:00.000Z',
  surveyed: '2026-03-22T03:00:00.000Z',
};

test('without money nothing is due; it is once there is some', async () => {
  const opened = await openIncentives(START, 1_000_000n);
  const [siti = ''] = people(1);
  const does = happeningsOf(opened, siti);
  opened.clock.set('2026-03-25T02:00:00Z');
  await does.attest(times.announced);
  await does.announce('2020-B', 1001, times.announced);
  await does.complete(times.certified);
  await does.certify(times.certified);
  // Another's is paid meanwhile.
  expect(await does.survey(1001, 1, times.surveyed)).toBe(204);
  await does.recheck();
  expect((await owed(opened, siti)).payouts).toEqual([]);
  const money = [
    { account: 'TREASURY' as const, participantId: null, amount: -1_000_000n },
    { account: 'UNALLOCATED' as const, participantId: null, amount: 1_000_000n },
  ];
  const entry = { reference: 'budget:more', waveNumber: null, at: opened.clock.now(), requestId, postings: money };
  await opened.orm.em.fork().transactional((em) => post(em, { kind: 'BUDGET', ...entry }));
  await does.recheck();
  expect((await owed(opened, siti)).payouts).toEqual([]);
  opened.clock.set(new Date(opened.clock.now().getTime() + 86_400_000));
  await does.recheck();
  expect((await owed(opened, siti)).payouts).toHaveLength(1);
  await expectKept(opened);
});

test('a wave without money keeps nobody of another wave from what is due', async () => {
  const opened = await openIncentives(START);
  const commit = { year: 2026, at: opened.clock.now(), requestId };
  for (const [wave, amount] of [
    [1001, 1_000_000n],
    [1002, 3_550_000n],
  ] as const)
    await opened.orm.em
      .fork()
      .transactional((tx) => commitFunds(tx, { ...commit, wave, amount, reference: `commit:${wave}` }));
  const persons = people(2);
  const ways = persons.map((id) => happeningsOf(opened, id));
  opened.clock.set('2026-03-25T02:00:00Z');
  for (const [index, does] of ways.entries()) {
    await does.attest(times.announced);
    await does.announce('2020-B', 1001 + index, times.announced);
    await does.complete(times.certified);
    await does.wallet();
    await does.rate(times.rated);
  }
  const certificates = persons.map((participant, index) => ({
    certificate: uuidv7(),
    enrollment: ways[index]?.enrollment,
    participant,
    course: uuidv7(),
    skills: ['x'],
    levels: ['y'],
    issuedAt: times.certified,
  }));
  expect(await opened.send(certificateIssued, { certificates, at: times.certified })).toBe(204);
  const [short, paid] = await Promise.all(persons.map((id) => owed(opened, id)));
  expect([short?.payouts.length, paid?.payouts.length]).toEqual([0, 1]);
  await expectKept(opened);
});
