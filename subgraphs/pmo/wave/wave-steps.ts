import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { type Database, run } from '../../kit/database.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { Logger } from '../../kit/log.ts';
import { queriesOver } from '../../kit/query.ts';
import { moveBySchedule } from './schedule.ts';
import { WaveEntity, WaveStepEntity } from './wave.entity.ts';
import { stepTransition, transition, type WaveStepName, WaveStepStatus } from './wave.status.ts';
import { type RunningStep, startStep, type WaveStep, type WaveSteps } from './wave-step.ts';

interface WaveStepsOptions {
  database: Database;
  steps: WaveSteps;
  log: Pick<Logger, 'info' | 'error'>;
  now: () => Date;
}

const query = queriesOver(WaveStepEntity);

// Written out, for the index of running steps.
const isRunning = sql<boolean>`status = 'RUNNING'`;

const WAVES = query()('wave-steps-running', (db) =>
  db.selectFrom('wave_step').select('waveNumber as number').where(isRunning),
);

const RUNNING = query<{ wave: number }>()('wave-step-running', (db, { wave }) =>
  db
    .selectFrom('wave_step')
    .select(['waveNumber', 'step', 'cursor', 'startedAt', 'requestId', 'done'])
    .where('waveNumber', '=', wave)
    .where(isRunning),
);

interface Failure {
  wave: number;
  step: WaveStepName;
  errorId: string;
  now: Date;
}

const FAIL = query<Failure>()('wave-step-fail', (db, { wave, step, errorId, now }) =>
  db.updateTable('wave_step').set({ errorId, updatedAt: now }).where('waveNumber', '=', wave).where('step', '=', step),
);

const lockMode = LockMode.PESSIMISTIC_WRITE;

type ChunkEnd = 'DONE' | 'MORE' | 'WAITING';

/** Works off one chunk of a step, where it has chunks. @returns whether anything is left, and has to wait */
const workChunk = async (
  tx: EntityManager,
  work: WaveStep,
  { step, now }: { step: WaveStepEntity; now: Date },
): Promise<ChunkEnd> => {
  if (!('chunk' in work)) return 'DONE';
  const { done, cursor, isWaiting } = await work.chunk(tx, step);
  step.done += done;
  step.cursor = cursor ?? step.cursor;
  step.updatedAt = now;
  step.errorId = null;
  if (cursor === null) return 'DONE';
  return isWaiting ? 'WAITING' : 'MORE';
};

const endStep = (step: WaveStepEntity, work: WaveStep, now: Date): void => {
  const people = 'whole' in work ? Math.max(step.done, step.total) : step.done;
  step.status = stepTransition(step.status, WaveStepStatus.DONE);
  step.done = people;
  step.total = people;
  step.updatedAt = now;
  step.finishedAt = now;
  step.errorId = null;
};

/** Moves the wave on and begins the step that follows, as far as there is one. */
const passOn = async (
  tx: EntityManager,
  steps: WaveSteps,
  { step, now }: { step: WaveStepEntity; now: Date },
): Promise<void> => {
  const { waveNumber, requestedBy, requestId } = step;
  const { to, next } = steps[step.step];
  if (to) {
    const wave = await tx.findOneOrFail(WaveEntity, { number: waveNumber }, { lockMode });
    wave.status = transition(wave.status, to);
  }
  if (!next) return;
  // One step of a wave runs at a time: this one ends first.
  await tx.flush();
  await startStep(tx, steps[next], { waveNumber, name: next, requestedBy, requestId, now });
};

// "wave", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x77_61_76_65;

/** Works off the long steps of waves, and opens and closes waves by their schedule. */
export const waveStepsOf = ({ database, steps, log, now }: WaveStepsOptions): FencedWork => {
  const waiting = async () => {
    for (const wave of await moveBySchedule(database, now())) log.info(wave, 'a wave opened or closed by its schedule');
    return (await database.read(WAVES, {})).map(({ number }) => number);
  };

  const runStep = async (client: PoolClient, running: RunningStep): Promise<boolean> => {
    const { waveNumber, step: name } = running;
    const work = steps[name];
    if ('whole' in work && !(await work.whole(client, running))) return false;
    return database.orm.em.fork().transactional(async (tx) => {
      const wanted = { waveNumber, step: name, status: WaveStepStatus.RUNNING };
      const step = await tx.findOne(WaveStepEntity, wanted, { lockMode });
      // Another process was faster.
      if (!step) return true;
      const end = await workChunk(tx, work, { step, now: now() });
      if (end !== 'DONE') return end === 'MORE';
      endStep(step, work, now());
      await passOn(tx, steps, { step, now: now() });
      return true;
    });
  };

  /** Does one chunk, or one whole step. Returns false when there is nothing to do now. */
  const advance = async (client: PoolClient, number: number): Promise<boolean> => {
    const [running] = await run(client, RUNNING, { wave: number });
    if (!running) return false;
    try {
      return await runStep(client, running);
    } catch (error) {
      const errorId = uuidv7();
      const { step, requestId } = running;
      log.error({ errorId, wave: number, step, requestId, err: error }, 'a step of a wave failed');
      await run(client, FAIL, { wave: number, step, errorId, now: now() });
      throw error;
    }
  };

  return new FencedWork({ name: 'steps of waves', lockClass: LOCK_CLASS, database, log, waiting, advance });
};
