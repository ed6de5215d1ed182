import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphClient } from '../testkit/client.ts';
import { joinedWave } from '../testkit/joined-wave.ts';
import { startTestStack, type TestStack } from '../testkit/stack.ts';
import { run } from '../testkit/start.ts';
import { until } from '../testkit/until.ts';

const WAVE = 3_501;
const SIZE = { applicants: 40_000, quota: 15_000 };
let running: TestStack;
let pmo: pg.Pool;
let payments: pg.Pool;

beforeAll(async () => {
  running = await startTestStack({ people: 600 });
  const { databases } = running.stack;
  [pmo, payments] = [databases.pmo, databases.payments].map(
    (connectionString) => new pg.Pool({ connectionString, max: 2 }),
  ) as [pg.Pool, pg.Pool];
  await joinedWave(databases.pmo ?? '', WAVE, SIZE);
});

afterAll(async () => {
  await Promise.all([pmo.end(), payments.end()]);
  await running.stop();
});

interface Step {
  status: string;
  done: number;
}
const stepOf = async (step: string): Promise<Step | undefined> =>
  (await pmo.query<Step>('select status, done from wave_step where wave_number = $1 and step = $2', [WAVE, step]))
    .rows[0];

const statusOfWave = async () =>
  (await pmo.query<{ status: string }>('select status from wave where number = $1', [WAVE])).rows[0]?.status;

const killPmo = async () => {
  const pid = running.stack.services.pmo?.pid;
  process.kill(pid as number, 'SIGKILL');
  await until(
    async () => running.stack.services.pmo?.pid,
    (found) => found !== undefined && found !== pid,
  );
};

const ask = async (mutation: string) => {
  const officer = graphClient({ url: running.stack.url, data: running.data })('officer');
  return officer
    .query<{ done: { refusal: { code: string } | null } | null }>(
      `mutation { done: ${mutation}(number: ${WAVE}) { refusal { code } } }`,
    )
    .catch(() => null);
};

/** Begins a step, kills its process when it has come into being, and some chunks later. */
const killedIn = async (mutation: string, { step, to }: { step: string; to: string }) => {
  const asked = ask(mutation);
  const seen: string[] = [];
  for (let kill = 0; kill < 2; kill += 1) {
    const found = await until(
      () => stepOf(step),
      (row) => row !== undefined && (kill === 0 || row.done > 0 || row.status === 'DONE'),
      20_000,
    );
    if (found?.status === 'DONE') break;
    seen.push(`${found?.status} at ${found?.done}`);
    await delay(kill * 40);
    await killPmo();
  }
  await asked;
  // Killed at least once while it ran.
  expect(seen.length).toBeGreaterThan(0);
  expect(await until(statusOfWave, (status) => status === to, 60_000)).toBe(to);
};

const count = async (sql: string, pool = pmo) =>
  Number((await pool.query<{ count: string }>(`select count(*) ${sql}`, [WAVE])).rows[0]?.count);

const expectInvariants = async () => {
  const { code, out } = await run('check-invariants', ['--data', running.data]);
  expect({ code, broken: out.filter((line) => /violations/.test(line)) }).toEqual({ code: 0, broken: [] });
};

test.each([
  { mutation: 'screenWave', step: 'SCREEN', to: 'SCREENED' },
  { mutation: 'drawWave', step: 'FREEZE', to: 'DRAWN' },
  { mutation: 'announceWave', step: 'ANNOUNCE', to: 'ANNOUNCED' },
])('$mutation, its process killed twice, ends as if nothing had happened', async ({ mutation, ...step }) => {
  await killedIn(mutation, step);
  await expectInvariants();
});

test('the outcome is that of an undisturbed wave: everyone is told once, and every winner has one balance', async () => {
  expect(await count(`from registration where wave_number = $1 and status = 'INELIGIBLE'`)).toBe(2_000);
  expect(await count(`from registration where wave_number = $1 and status = 'SELECTED'`)).toBe(SIZE.quota);
  expect(await count('from award_claim where wave_number = $1')).toBe(SIZE.quota);
  const granted = () => count('from training_balance where wave_number = $1', payments);
  expect(await until(granted, (found) => found === SIZE.quota, 60_000)).toBe(SIZE.quota);
  const told = await pmo.query(
    `select count(*)::int as people, count(distinct person)::int as once from event_outbox,
      jsonb_array_elements_text(data -> 'participants') as person
      where type = 'pmo.recipients.announced' and (data ->> 'wave')::int = $1`,
    [WAVE],
  );
  expect(told.rows).toEqual([{ people: SIZE.quota, once: SIZE.quota }]);
});

test('revokeUnused, its process killed twice, returns each balance once', async () => {
  await pmo.query(`update wave set purchase_deadline = current_date - 2 where number = $1`, [WAVE]);
  await killedIn('revokeUnused', { step: 'REVOKE', to: 'SETTLED' });
  const returned = () => count('from training_balance where wave_number = $1 and returned = granted', payments);
  expect(await until(returned, (found) => found === SIZE.quota, 60_000)).toBe(SIZE.quota);
  await expectInvariants();
});
