import { expect, test } from 'vitest';
import { expectKept, happeningsOf, openIncentives, policies } from '../../../tests/testkit/incentives.ts';
import { people, requestId } from '../../../tests/testkit/payments.ts';
import { recipientsAnnounced } from '../balance/grant.events.ts';
import { commitFunds } from '../budget/index.ts';
import { recipientsRevoked } from '../revocation/revoke.events.ts';

const TOTAL = 3_550_000;
const PROMISED = 2_550_000;

const open = async (count: number) => {
  const opened = await openIncentives('2026-01-10T03:00:00.000Z');
  const { query, orm, clock, send, services } = opened;
  const facts = { wave: 1001, year: 2026, reference: 'commit:1001', at: clock.now(), requestId };
  await orm.em.fork().transactional((tx) => commitFunds(tx, { ...facts, amount: BigInt(count * TOTAL) }));
  const ids = people(count);
  const terms = { wave: 1001, policyVersion: '2020-B', ...policies['2020-B'] };
  const announce = () => send(recipientsAnnounced, { ...terms, participants: ids });
  const revoke = (...participants: string[]) =>
    send(recipientsRevoked, { wave: 1001, at: clock.now().toISOString(), participants });
  const left = async () =>
    Number(
      (await query<{ left: string }>('select sum(committed) as left from ledger_slot where wave_number = 1001'))[0]
        ?.left,
    );
  const committed = async () =>
    Number(
      (await query<{ committed: string }>('select committed from wave_budget where wave_number = 1001'))[0]?.committed,
    );
  const release = async () => Number(await services.releases.run());
  return { ...opened, opened, ids, announce, revoke, left, committed, release };
};

test('what was committed for incentives and surveys of who lost the award goes back to the year, once', async () => {
  const { announce, revoke, ids, release, left, committed, opened } = await open(3);
  await announce();
  expect(await left()).toBe(3 * PROMISED);
  await revoke(ids[0] ?? '', ids[1] ?? '');
  await revoke(ids[0] ?? '');
  const runs = await Promise.all([release(), release(), release()]);
  expect(runs.reduce((sum, amount) => sum + amount)).toBe(2 * PROMISED);
  expect(await release()).toBe(0);
  expect([await left(), await committed()]).toEqual([PROMISED, 3 * TOTAL - 2 * PROMISED]);
  await expectKept(opened);
});

test('what had become due is not released: it goes to the treasury by itself', async () => {
  const { announce, release, left, opened, ids, query } = await open(1);
  const does = happeningsOf(opened, ids[0] ?? '');
  await announce();
  const at = '2026-01-20T03:00:00.000Z';
  await does.attest(at);
  await does.complete(at);
  await does.certify(at);
  await does.wallet();
  await does.rate(at);
  opened.clock.set('2026-02-21T03:00:00.000Z');
  await does.recheck();
  await does.revoke(1001, '2026-02-21T03:00:00.000Z');
  await does.recheck();
  expect(await release()).toBe(PROMISED - 2 * 600_000);
  expect(await left()).toBe(0);
  const back = await query(`select sum(amount)::int from posting where account_code = 'RETURNED'`);
  expect(back).toEqual([{ sum: 1_000_000 + 2 * 600_000 }]);
  await expectKept(opened);
});

test('a revocation that is heard before the announcement waits for it', async () => {
  const { announce, revoke, ids, release, left, opened } = await open(2);
  await revoke(...ids);
  expect(await release()).toBe(0);
  await announce();
  expect(await release()).toBe(2 * PROMISED);
  expect(await left()).toBe(0);
  await expectKept(opened);
});

test('releases, instalments that fall due and revocations at one moment: nothing is paid that was released', async () => {
  const count = 6;
  const { announce, revoke, ids, release, left, opened, committed } = await open(count);
  await announce();
  const at = '2026-01-20T03:00:00.000Z';
  const happenings = ids.map((id) => happeningsOf(opened, id));
  for (const does of happenings) {
    await does.attest(at);
    await does.complete(at);
    await does.wallet();
    await does.rate(at);
  }
  opened.clock.set('2026-01-21T03:00:00.000Z');
  await Promise.all(
    ids.flatMap((id, index) => [
      happenings[index]?.certify(at),
      index % 2 === 0 ? revoke(id) : release(),
      opened.services.incentives.recheck(),
    ]),
  );
  await opened.services.incentives.recheck();
  await release();
  await expectKept(opened);
  // Half of them have an instalment due; of the others nothing stays committed.
  expect([await left(), await committed()]).toEqual([(count / 2) * (PROMISED - 600_000), expect.any(Number)]);
});
