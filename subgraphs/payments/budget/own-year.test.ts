import { expect, test } from 'vitest';
import { decidePeople } from '../../../scripts/bench/disbursement/fixture.ts';
import { expectKept, happeningsOf, openIncentives } from '../../../tests/testkit/incentives.ts';
import { requestId } from '../../../tests/testkit/payments.ts';
import { engineOver } from '../../../tests/testkit/payout-engine.ts';
import { batchesOf, checker, maker } from '../../../tests/testkit/payouts.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { PartnerAdapter } from '../partner/index.ts';
import { CarryOverService } from './carry-over.service.ts';
import { commitFunds } from './commitment.service.ts';

const PAID: PartnerAdapter = {
  code: 'dana',
  refusesDuplicates: true,
  resendWaitMs: 10_000,
  pay: async () => ({ state: 'PAID', partnerReference: null }),
  inquire: async () => ({ state: 'PAID', partnerReference: null }),
  inquireAccount: async () => ({ isActive: true, name: 'Siti', nikProof: null }),
};

const ANYTHING = { wave: null, entitlement: null, partner: null };

const officer = (id: string) => ({ id, org: null, can: () => true });

const ENTRIES = `select year, kind, count(distinct participant_id)::int as people
  from journal_entry join posting on entry_id = id
  where wave_number = 1001 and participant_id is not null group by 1, 2 order by 1, 2`;

test('after a carry-over, what was granted or due before is held, spent, paid, withdrawn and returned in its own year', async () => {
  const incentives = await openIncentives('2022-11-01T09:00:00+07:00');
  const { database, clock, services, query } = { database: incentives, ...incentives };
  const em = () => database.orm.em.fork();
  const committed = { reference: 'commit:1001', at: clock.now(), requestId };
  await em().transactional((tx) => commitFunds(tx, { wave: 1001, year: 2022, amount: 50_000_000n, ...committed }));
  const paid = uuidv7();
  const forger = uuidv7();
  const holder = uuidv7();
  const late = uuidv7();
  const earns = async (person: string, at: string) => {
    const happen = happeningsOf(incentives, person);
    await happen.announce('2020-B', 1001, at);
    await happen.attest(at);
    await happen.wallet();
    for (const tell of [happen.complete, happen.certify, happen.rate]) await tell(at);
    return happen;
  };
  await earns(paid, '2022-11-01T02:00:00Z');
  const { annul } = await earns(forger, '2022-11-01T02:00:00Z');
  await happeningsOf(incentives, holder).announce('2020-B', 1001, '2022-11-01T02:00:00Z');
  const move = (kind: 'HOLD' | 'RELEASE', reference: string) =>
    services.balances.move(em(), kind, { participantId: holder, amount: 300_000n, reference, requestId });
  await move('HOLD', 'hold:1');

  clock.set('2022-12-20T09:00:00+07:00');
  const carryOvers = new CarryOverService({ now: clock.now });
  const { id } = await carryOvers.propose(em(), { caller: officer('tuti'), requestId, wave: 1001, reason: 'Januari' });
  await carryOvers.approve(em(), { caller: officer('agus'), requestId, id });

  clock.set('2023-01-10T09:00:00+07:00');
  await decidePeople(database, [paid, forger], { at: clock.now() });
  await annul(clock.now().toISOString());
  const batches = batchesOf(clock.now);
  const { batch } = await batches.create(em(), ANYTHING, { caller: maker, key: uuidv7(), requestId });
  // Real partners would be asked about accounts here, by the clock of the database.
  await query('delete from batch_wallet_check');
  await batches.approve(em(), batch ?? '', { caller: checker });
  await engineOver({ database, vault: services.vault, partners: [PAID], now: clock.now }).drain();
  await move('RELEASE', 'release:1');
  await services.expiries.run();
  await happeningsOf(incentives, late).announce('2020-B', 1001, '2023-01-10T02:00:00Z');

  expect(await query(ENTRIES)).toEqual([
    { year: 2022, kind: 'DUE', people: 2 },
    { year: 2022, kind: 'GRANT', people: 3 },
    { year: 2022, kind: 'HOLD', people: 1 },
    { year: 2022, kind: 'PAY', people: 1 },
    { year: 2022, kind: 'RETURN', people: 3 },
    { year: 2022, kind: 'WITHDRAW', people: 1 },
    { year: 2023, kind: 'GRANT', people: 1 },
  ]);
  await expectKept(incentives);
});
