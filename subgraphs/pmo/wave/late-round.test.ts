import { expect, test } from 'vitest';
import { movableClock } from '../../../tests/testkit/clock.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { screenedWave } from '../../../tests/testkit/screened-wave.ts';
import { codeHash } from '../draw/draw.code.ts';
import { DrawService } from '../draw/draw.service.ts';
import { testBeacon } from '../draw/test-chain.beacon.ts';
import { drawStep } from './draw.steps.ts';
import type { WaveSteps } from './wave-step.ts';
import { waveStepsOf } from './wave-steps.ts';

const WAVE = 3_201;
const pmo = await openPmo();
const { pool } = pmo.database;
const clock = movableClock();
const logged: string[] = [];
const log = { info: () => undefined, error: ({ err }: { err?: Error }) => void logged.push(err?.message ?? '') };

const options = { codeHash: codeHash(), formula: 'PROPORTIONAL', noticeSeconds: 60, now: clock.now } as const;
let isAnswering = false;
const beacon = testBeacon(clock.now);
const draws = new DrawService({
  ...options,
  // What a relay that answers 404 is to the draw.
  beacon: { ...beacon, signature: async (round) => (isAnswering ? beacon.signature(round) : null) },
});
const steps = { DRAW: drawStep(draws) } as unknown as WaveSteps;
const tick = () => waveStepsOf({ database: pmo.database, steps, log: log as never, now: clock.now }).tick();

const step = async () =>
  (
    await pool.query(
      `select wave.status, wave_step.status as step, error_id is not null as "isFailing",
          (select count(*)::int from draw_void where draw_void.wave_number = number) as voids
        from wave join wave_step on wave_number = number where number = $1`,
      [WAVE],
    )
  ).rows[0];

test('a round that is not out waits in silence until 120 s after its time, then as an error, and is drawn when it comes', async () => {
  await screenedWave(String(pmo.database.orm.config.get('clientUrl')), WAVE, { applicants: 100, quota: 10 });
  const client = await pool.connect();
  try {
    await draws.freeze(client, WAVE);
  } finally {
    client.release();
  }
  await pool.query(
    `insert into wave_step (wave_number, step, status, total, done, requested_by, request_id, started_at, updated_at)
      values ($1, 'DRAW', 'RUNNING', 80, 0, 'officer-1', 'request-1', now(), now())`,
    [WAVE],
  );
  const waiting = { status: 'SCREENED', step: 'RUNNING', isFailing: false, voids: 0 };
  clock.advance(30_000);
  await tick();
  expect(await step()).toEqual(waiting);
  clock.advance(90_000);
  await tick();
  expect([await step(), logged]).toEqual([waiting, []]);
  clock.advance(90_000);
  await tick();
  expect(await step()).toEqual({ ...waiting, isFailing: true });
  expect(logged[0]).toMatch(/^round \d+ of the beacon was due at .*Z and is not out; the draw waits for it$/);
  isAnswering = true;
  await tick();
  expect(await step()).toEqual({ status: 'DRAWN', step: 'DONE', isFailing: false, voids: 0 });
});
