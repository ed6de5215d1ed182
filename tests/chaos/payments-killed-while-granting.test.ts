import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invariants } from '../../subgraphs/payments/ledger/ledger.invariants.ts';
import { graphClient, operation } from '../testkit/client.ts';
import { drawnWave } from '../testkit/drawn-wave.ts';
import { startTestStack, type TestStack } from '../testkit/stack.ts';
import { until } from '../testkit/until.ts';

let running: TestStack;
let payments: pg.Pool;

beforeAll(async () => {
  running = await startTestStack({ people: 600 });
  payments = new pg.Pool({ connectionString: running.stack.databases.payments, max: 1 });
});

afterAll(async () => {
  await payments.end();
  await running.stop();
});

const grantedTo = async (wave: number): Promise<string[]> => {
  const text = 'select participant_id from training_balance where wave_number = $1 order by 1';
  return (await payments.query<{ participant_id: string }>(text, [wave])).rows.map((row) => row.participant_id);
};

const kill = async (times: number) => {
  for (let time = 0; time < times; time += 1) {
    const pid = await until(
      async () => running.stack.services.payments?.pid,
      (found) => found !== undefined,
    );
    process.kill(pid as number, 'SIGKILL');
    await until(
      async () => running.stack.services.payments?.pid,
      (found) => found !== undefined && found !== pid,
    );
  }
};

test.each([
  { wave: 3_001, afterMs: 0, times: 1 },
  { wave: 3_002, afterMs: 15, times: 1 },
  { wave: 3_003, afterMs: 40, times: 3 },
])(
  '1,000 balances are granted once each, payments killed $times × after $afterMs ms',
  async ({ wave, afterMs, times }) => {
    const { stack, data } = running;
    const winners = await drawnWave(stack.databases.pmo ?? '', wave, 1_000);
    const officer = graphClient({ url: stack.url, data })('officer');
    const announced = officer.query(operation('announce-wave'), {
      number: wave,
    });
    if (afterMs === 0) await kill(times);
    const { data: answer } = await announced;
    expect(answer.announceWave.refusal).toBeNull();
    await delay(afterMs);
    if (afterMs > 0) await kill(times);

    const granted = await until(
      () => grantedTo(wave),
      (found) => found.length >= 1_000,
      90_000,
    );
    expect(granted).toEqual(winners.toSorted());
    for (const { name, sql } of invariants)
      expect({ name, broken: (await payments.query(sql)).rows }).toEqual({ name, broken: [] });
  },
);
