import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientBase, PoolClient } from 'pg';
import { type Database, execute } from '../../kit/database.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Logger } from '../../kit/log.ts';
import type { WaveStatus } from './wave.status.ts';

export enum WaveStepName {
  SCREEN = 'SCREEN',
  FREEZE = 'FREEZE',
  DRAW = 'DRAW',
  ANNOUNCE = 'ANNOUNCE',
  REVOKE = 'REVOKE',
}

/** A step of a wave that is under way. */
export interface RunningStep {
  waveNumber: number;
  step: WaveStepName;
  /** Where the last chunk ended; null before the first. */
  cursor: string | null;
  startedAt: Date;
  requestId: string;
}

/** A wave whose step is about to begin; its row is locked. */
export interface StartingWave {
  number: number;
  policyVersion: string;
  quota: number | null;
  /** The last day for a first purchase, `YYYY-MM-DD`. */
  purchaseDeadline: string | null;
}

interface Common {
  from: WaveStatus;
  /** What the wave becomes when the step is done; null when another step has to follow. */
  to: WaveStatus | null;
  /** What follows without being asked for. */
  next: WaveStepName | null;
  /** How many there are to work off: a query over wave $1. */
  total: string;
  /** Checks and changes what the step alone cares for, in the transaction that begins it. @throws Refusal */
  begin?(tx: EntityManager, wave: StartingWave): Promise<void>;
}

/** Worked off in chunks, each a transaction that also moves the cursor; a null cursor ends it. */
export interface ChunkedStep extends Common {
  chunk(tx: EntityManager, running: RunningStep): Promise<{ done: number; cursor: string | null }>;
}

/** One transaction on a connection of its own; a repeated run finds what was done. Returns false when it must wait. */
export interface WholeStep extends Common {
  whole(client: ClientBase, running: RunningStep): Promise<boolean>;
}

export type WaveStep = ChunkedStep | WholeStep;

export interface WaveStepsOptions {
  database: Database;
  steps: Record<WaveStepName, WaveStep>;
  log: Pick<Logger, 'info' | 'error'>;
  now: () => Date;
}

const columns = `wave_number as "waveNumber", step, cursor, started_at as "startedAt", request_id as "requestId"`;
const WAVES = `select wave_number as number from wave_step where status = 'RUNNING'`;
const RUNNING = `select ${columns} from wave_step where wave_number = $1 and status = 'RUNNING'`;
const LOCK = `${RUNNING} and step = $2 for update`;
const MOVE = `update wave_step set done = done + $3, cursor = coalesce($4, cursor), updated_at = $5, error_id = null
  where wave_number = $1 and step = $2`;
const FINISH = `update wave_step set status = 'DONE', total = case when $4 then greatest(done, total) else done end,
    done = case when $4 then greatest(done, total) else done end, finished_at = $3, updated_at = $3, error_id = null
  where wave_number = $1 and step = $2`;
const PASS_ON = 'update wave set status = $2 where number = $1 and status = $3';
const FAILED = 'update wave_step set error_id = $3, updated_at = $4 where wave_number = $1 and step = $2';
const begin = (total: string) =>
  `insert into wave_step (wave_number, step, status, total, requested_by, request_id, started_at, updated_at)
    select $1::int, $2, 'RUNNING', (${total}), requested_by, request_id, $3::timestamptz, $3::timestamptz
    from wave_step where wave_number = $1::int and step = $4`;

// A wave whose time has come, by its own schedule.
const SCHEDULE = `with opened as (
    update wave set status = 'OPEN' where status = 'PLANNED' and opens_at <= $1 and closes_at > $1 returning number
  ), closed as (
    update wave set status = 'CLOSED' where status = 'OPEN' and closes_at <= $1 returning number
  )
  select number, 'OPEN' as status from opened union all select number, 'CLOSED' from closed`;

// "wave", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x77_61_76_65;

/** Works off the long steps of waves, and opens and closes waves by their schedule. */
export class WaveSteps {
  readonly #options: WaveStepsOptions;
  readonly #work: FencedWork;

  constructor(options: WaveStepsOptions) {
    this.#options = options;
    const { database, log } = options;
    this.#work = new FencedWork({
      ...{ name: 'steps of waves', lockClass: LOCK_CLASS, database, log },
      waiting: () => this.#waiting(),
      advance: (client, number) => this.#advance(client, number),
    });
  }

  start(): void {
    this.#work.start();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  tick(): Promise<void> {
    return this.#work.tick();
  }

  /** Works off the steps of one wave, until none is left or one has to wait. It never throws. */
  work(number: number): Promise<void> {
    return this.#work.work(number);
  }

  async #waiting(): Promise<number[]> {
    const { database, log, now } = this.#options;
    const moved = await database.pool.query<{ number: number; status: string }>(SCHEDULE, [now()]);
    for (const wave of moved.rows) log.info(wave, 'a wave opened or closed by its schedule');
    return (await database.pool.query<{ number: number }>(WAVES)).rows.map(({ number }) => number);
  }

  /** One chunk, or one whole step. False when there is nothing to do now. */
  async #advance(client: PoolClient, number: number): Promise<boolean> {
    const [running] = (await client.query<RunningStep>(RUNNING, [number])).rows;
    if (!running) return false;
    try {
      return await this.#run(client, running);
    } catch (error) {
      const errorId = uuidv7();
      const { step, requestId } = running;
      this.#options.log.error({ errorId, wave: number, step, requestId, err: error }, 'a step of a wave failed');
      await client.query(FAILED, [number, step, errorId, this.#options.now()]);
      throw error;
    }
  }

  async #run(client: PoolClient, running: RunningStep): Promise<boolean> {
    const { database, steps, now } = this.#options;
    const { waveNumber, step } = running;
    const work = steps[step];
    if ('whole' in work && !(await work.whole(client, running))) return false;
    await database.orm.em.fork().transactional(async (tx) => {
      const [row] = (await execute<RunningStep>(tx, LOCK, [waveNumber, step])).rows;
      // Another process was faster.
      if (!row) return;
      if ('chunk' in work) {
        const { done, cursor } = await work.chunk(tx, { ...row, startedAt: new Date(row.startedAt) });
        await execute(tx, MOVE, [waveNumber, step, done, cursor, now()]);
        if (cursor !== null) return;
      }
      await execute(tx, FINISH, [waveNumber, step, now(), 'whole' in work]);
      if (work.to) {
        const { affected } = await execute(tx, PASS_ON, [waveNumber, work.to, work.from]);
        if (affected === 0) throw new Error(`wave ${waveNumber} is not ${work.from} any more`);
      }
      if (work.next) {
        await execute(tx, begin(steps[work.next].total), [waveNumber, work.next, now(), step]);
      }
    });
    return true;
  }
}

/** The day of Asia/Jakarta on which a step began: a chunk that runs after midnight reckons ages as the first one did. */
export const dayOf = ({ startedAt }: RunningStep): string => jakartaDayAfter(startedAt, 0);
