import { expect, test } from 'vitest';
import {
  expectKept,
  happeningsOf,
  type Incentives,
  openIncentives,
  owed,
  type policies,
} from '../../../tests/testkit/incentives.ts';
import { ledgerTable } from '../../../tests/testkit/ledger-table.ts';
import { people, requestId } from '../../../tests/testkit/payments.ts';
import { BalanceService } from '../balance/balance.service.ts';

/** Holds and spends the whole training balance, as purchases do. */
const buyCourses = async ({ orm, clock }: Incentives, participantId: string, amount: bigint) => {
  const balances = new BalanceService({ now: clock.now });
  for (const kind of ['HOLD', 'SPEND'] as const) {
    const movement = { participantId, amount, reference: `${kind}:${participantId}`, requestId };
    await orm.em.fork().transactional((em) => balances.move(em, kind, movement));
  }
};

interface Journey {
  policy: keyof typeof policies;
  wave: number;
  start: string;
  price: bigint;
  surveys: readonly string[];
}

/** A recipient's months: buys, finishes, links, rates and answers surveys, until nothing more is to come. */
const live = async ({ policy, wave, start, price, surveys }: Journey) => {
  const opened = await openIncentives(start);
  const { clock, services } = opened;
  const [siti = ''] = people(1);
  const does = happeningsOf(opened, siti);
  const at = (day: number, hour = 3) => {
    const moment = new Date(Date.parse(start) + day * 86_400_000 + hour * 3_600_000);
    clock.set(moment);
    return moment.toISOString();
  };
  await does.announce(policy, wave, start);
  await does.attest(start);
  at(5);
  await buyCourses(opened, siti, price);
  const finished = at(20);
  await does.complete(finished);
  await does.certify(at(21));
  expect(await does.wallet()).toEqual([null, null]);
  await does.rate(at(22));
  // A process that looks every day, for half a year.
  for (let day = 23; day < 210; day += 1) {
    const now = at(day);
    const today = surveys.findIndex((time) => time.slice(0, 10) === now.slice(0, 10));
    if (today >= 0) await does.survey(wave, today + 1, now);
    await services.incentives.recheck();
  }
  return { opened, siti };
};

const granted = async ({ query }: Incentives, person: string) => {
  const [row] = await query<{ granted: string }>(
    'select (select granted from training_balance where participant_id = $1) + sum(amount) as granted from disbursement where participant_id = $1',
    [person],
  );
  return Number(row?.granted);
};

test('of policy 2020-22 a recipient is owed Rp 3.550.000 in full, over months', async () => {
  const { opened, siti } = await live({
    policy: '2020-B',
    wave: 1001,
    start: '2026-01-10T00:00:00.000Z',
    price: 1_000_000n,
    surveys: ['2026-02-03T03:00:00.000Z', '2026-04-01T03:00:00.000Z', '2026-06-01T03:00:00.000Z'],
  });
  expect(await granted(opened, siti)).toBe(3_550_000);
  expect(await owed(opened, siti)).toEqual({
    payouts: [
      'INCENTIVE 1 600000 2026-02-01 10:00',
      'INCENTIVE 2 600000 2026-03-01 10:00',
      'INCENTIVE 3 600000 2026-04-01 10:00',
      'INCENTIVE 4 600000 2026-05-01 10:00',
      'SURVEY 1 50000 2026-02-03 10:00',
      'SURVEY 2 50000 2026-04-01 10:00',
      'SURVEY 3 50000 2026-06-01 10:00',
    ],
    payable: 2_550_000,
  });
  expect(await ledgerTable(opened.query, siti)).toMatchInlineSnapshot(`
    "DATE       ENTRY    ACCOUNT                   DEBIT     CREDIT    BALANCE
    2026-01-10 GRANT    TRAINING_BALANCE      1.000.000             1.000.000
    2026-01-15 HOLD     TRAINING_BALANCE                 1.000.000          0
    2026-01-15 HOLD     TRAINING_HELD         1.000.000             1.000.000
    2026-01-15 SPEND    PLATFORM_PAYABLE      1.000.000             1.000.000
    2026-01-15 SPEND    TRAINING_HELD                    1.000.000          0
    2026-02-01 DUE      INCENTIVE_PAYABLE       600.000               600.000
    2026-02-03 DUE      INCENTIVE_PAYABLE        50.000               650.000
    2026-03-01 DUE      INCENTIVE_PAYABLE       600.000             1.250.000
    2026-04-01 DUE      INCENTIVE_PAYABLE       650.000             1.900.000
    2026-05-01 DUE      INCENTIVE_PAYABLE       600.000             2.500.000
    2026-06-01 DUE      INCENTIVE_PAYABLE        50.000             2.550.000"
  `);
  await expectKept(opened);
});

test('of policy 2023 a recipient is owed Rp 4.200.000 in full', async () => {
  const { opened, siti } = await live({
    policy: '2023',
    wave: 1002,
    start: '2026-03-01T00:00:00.000Z',
    price: 3_500_000n,
    surveys: ['2026-03-24T03:00:00.000Z', '2026-06-24T03:00:00.000Z'],
  });
  expect(await granted(opened, siti)).toBe(4_200_000);
  expect((await owed(opened, siti)).payable).toBe(700_000);
  expect(await ledgerTable(opened.query, siti)).toMatchInlineSnapshot(`
    "DATE       ENTRY    ACCOUNT                   DEBIT     CREDIT    BALANCE
    2026-03-01 GRANT    TRAINING_BALANCE      3.500.000             3.500.000
    2026-03-06 HOLD     TRAINING_BALANCE                 3.500.000          0
    2026-03-06 HOLD     TRAINING_HELD         3.500.000             3.500.000
    2026-03-06 SPEND    PLATFORM_PAYABLE      3.500.000             3.500.000
    2026-03-06 SPEND    TRAINING_HELD                    3.500.000          0
    2026-03-23 DUE      INCENTIVE_PAYABLE       600.000               600.000
    2026-03-24 DUE      INCENTIVE_PAYABLE        50.000               650.000
    2026-06-24 DUE      INCENTIVE_PAYABLE        50.000               700.000"
  `);
  await expectKept(opened);
});
