import { expect, test } from 'vitest';
import { happeningsOf, openIncentives } from '../../../tests/testkit/incentives.ts';
import { callerWith, people, requestId } from '../../../tests/testkit/payments.ts';
import { commitFunds } from '../budget/index.ts';

const FORECAST = '{ due months { month count amount } unearned }';
const ASK = `query ($wave: Int, $year: Int) { dueForecast(wave: $wave, year: $year) ${FORECAST} }`;
const treasury = callerWith('treasury', 'ledger:read');

test('what people have earned is forecast by the month in which it falls due, for a wave and for a year', async () => {
  const opened = await openIncentives('2026-01-10T00:00:00.000Z');
  const { clock, ask, orm } = opened;
  const commit = { year: 2026, at: clock.now(), requestId };
  for (const wave of [1001, 1002])
    await orm.em
      .fork()
      .transactional((tx) => commitFunds(tx, { ...commit, wave, amount: 10_650_000n, reference: `commit:${wave}` }));
  const [siti = '', budi = '', dewi = ''] = people(3);
  const earn = async (person: string, wave: number, day: string) => {
    const does = happeningsOf(opened, person);
    clock.set('2026-01-11T03:00:00.000Z');
    await does.announce('2020-B', wave, '2026-01-11T03:00:00.000Z');
    await does.attest('2026-01-11T03:00:00.000Z');
    await does.complete(`${day}T03:00:00.000Z`);
    await does.certify(`${day}T03:00:00.000Z`);
    await does.wallet();
    clock.set(`${day}T05:00:00.000Z`);
    await does.rate(`${day}T05:00:00.000Z`);
    return does;
  };
  const does = await earn(siti, 1001, '2026-01-31');
  await earn(budi, 1001, '2026-02-02');
  await earn(dewi, 1002, '2026-02-03');
  const read = async (subject: object) => (await ask(treasury, ASK, { ...subject })).data.dueForecast;
  const month = (name: string, count: number) => ({ month: `2026-${name}-01`, count, amount: count * 600_000 });
  // Of 10,650,000: two balances of a million, two instalments due, six earned; the rest is surveys and who is missing.
  expect(await read({ wave: 1001 })).toEqual({
    due: 1_200_000,
    months: [month('02', 1), month('03', 2), month('04', 2), month('05', 1)],
    unearned: 3_850_000,
  });
  expect((await read({ wave: 1002 })).months).toEqual([month('03', 1), month('04', 1), month('05', 1)]);
  expect(await read({ wave: 7 })).toEqual({ due: 0, months: [], unearned: 0 });
  const both = [month('02', 1), month('03', 3), month('04', 3), month('05', 2)];
  expect(await read({ year: 2026 })).toMatchObject({ due: 1_800_000, months: both });
  // A forecast is kept: what it says of a month becomes due in it.
  clock.set('2026-03-31T16:59:00.000Z');
  await does.recheck();
  expect(await read({ wave: 1001 })).toMatchObject({ due: 3_000_000, months: [month('04', 2), month('05', 1)] });
  await does.revoke(1001, '2026-03-31T17:30:00.000Z');
  await does.recheck();
  expect(await read({ wave: 1001 })).toMatchObject({ due: 1_200_000, months: [month('04', 1), month('05', 1)] });
});

test('a forecast takes `ledger:read`, and a wave or a year', async () => {
  const { ask } = await openIncentives('2026-01-10T00:00:00.000Z');
  expect((await ask(callerWith('siti', 'self'), ASK, { year: 2026 })).codes).toEqual(['FORBIDDEN']);
  for (const wrong of [{}, { wave: 1, year: 2026 }])
    expect((await ask(treasury, ASK, wrong)).codes).toEqual(['BAD_USER_INPUT']);
});
