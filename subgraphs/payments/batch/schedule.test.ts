import { expect, test } from 'vitest';
import { decidePeople } from '../../../scripts/bench/disbursement/fixture.ts';
import { silent } from '../../../tests/testkit/event-secret.ts';
import { batchesOf, makeDue } from '../../../tests/testkit/payouts.ts';
import { openPayouts } from '../../../tests/testkit/payouts-database.ts';
import { BatchSchedule } from './schedule.service.ts';

const MINUTE_MS = 60_000;

const open = async (everyMinutes = 60) => {
  const payouts = await openPayouts();
  const { database, query } = payouts;
  let nowMs = Date.now();
  const now = () => new Date(nowMs);
  const start = () => new BatchSchedule({ database, batches: batchesOf(now), log: silent, now, everyMinutes });
  const made = () => query(`select created_by as by, item_count as count from disbursement_batch order by id`);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { ...payouts, schedule: start(), start, made, pass, now };
};

const ofEngine = (count: number) => ({ by: 'engine', count });

test('the engine asks for decisions, waits for them, and makes one batch an hour', async () => {
  const { database, query, schedule, start, made, pass, now, broken } = await open();
  await makeDue(database, 5);
  const undecided = await makeDue(database, 3, { isUndecided: true });
  await schedule.tick();
  expect(await made()).toEqual([]);
  expect(await query('select count(*)::int from eligibility_question')).toEqual([{ count: 3 }]);
  await decidePeople(database, undecided, { at: now() });
  pass(20_000);
  await schedule.tick();
  expect(await made()).toEqual([ofEngine(8)]);
  await makeDue(database, 2);
  pass(30 * MINUTE_MS);
  await schedule.tick();
  // Another process, or this one started anew.
  await start().tick();
  expect(await made()).toEqual([ofEngine(8)]);
  pass(31 * MINUTE_MS);
  await Promise.all([schedule.tick(), start().tick()]);
  expect(await made()).toEqual([ofEngine(8), ofEngine(2)]);
  expect(await broken()).toEqual([]);
});

test('whoever stays undecided holds the others up for ten minutes, and no longer', async () => {
  const { database, schedule, made, pass } = await open();
  await makeDue(database, 4);
  await makeDue(database, 1, { isUndecided: true });
  for (let minute = 0; minute < 10; minute += 1) {
    await schedule.tick();
    expect(await made()).toEqual([]);
    pass(MINUTE_MS);
  }
  await schedule.tick();
  expect(await made()).toEqual([ofEngine(4)]);
});

test('it makes none when it is turned off, and none of nothing', async () => {
  const { database, schedule, made, pass } = await open(0);
  await makeDue(database, 1);
  await schedule.tick();
  expect(await made()).toEqual([]);
  const other = await open();
  await other.schedule.tick();
  pass(2 * MINUTE_MS);
  expect(await other.made()).toEqual([]);
});
