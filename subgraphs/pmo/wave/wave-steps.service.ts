import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';
import { type Database, execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Logger } from '../../kit/log.ts';
import type { RunningStep, WaveStep, WaveStepName } from './wave-step.ts';

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
const EVERY_MS = 1_000;
const PAUSE_AFTER_ERROR_MS = 5_000;

/**
 * Works off the long steps of waves. One process at a time holds a wave; when it is killed its connection ends, and
 * the next one goes on from the row of the step, at most a second later.
 */
export class WaveSteps {
  readonly #options: WaveStepsOptions;
  readonly #working = new Map<number, Promise<void>>();
  readonly #pausedUntil = new Map<number, number>();
  /** Steps are no part of the request that asked for them, nor of its transaction and audit entry. */
  readonly #outside = AsyncLocalStorage.snapshot();
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(options: WaveStepsOptions) {
    this.#options = options;
  }

  /** Looks for work now and every second. */
  start(): void {
    const look = () => {
      this.tick().catch((error: unknown) =>
        this.#options.log.error({ err: error }, 'steps of waves were not looked for'),
      );
    };
    look();
    this.#timer = setInterval(look, EVERY_MS).unref();
  }

  /** Ends after the chunks that are under way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    await Promise.all(this.#working.values());
  }

  /** Opens and closes waves by their schedule, and works off what is waiting. */
  async tick(): Promise<void> {
    if (this.#isStopping) return;
    const { database, log, now } = this.#options;
    const moved = await database.pool.query<{ number: number; status: string }>(SCHEDULE, [now()]);
    for (const wave of moved.rows) log.info(wave, 'a wave opened or closed by its schedule');
    const { rows } = await database.pool.query<{ number: number }>(WAVES);
    await Promise.all(rows.map(({ number }) => this.work(number)));
  }

  /** Works off the steps of one wave, until none is left or one has to wait. It never throws. */
  work(number: number): Promise<void> {
    const known = this.#working.get(number);
    if (known !== undefined) return known;
    const working = this.#outside(() => this.#locked(number)).finally(() => this.#working.delete(number));
    this.#working.set(number, working);
    return working;
  }

  async #locked(number: number): Promise<void> {
    if ((this.#pausedUntil.get(number) ?? 0) > Date.now()) return;
    const { database, log } = this.#options;
    let client: PoolClient | undefined;
    try {
      client = await database.pool.connect();
      const key = [LOCK_CLASS, number];
      const { rows } = await client.query<{ isOurs: boolean }>('select pg_try_advisory_lock($1, $2) as "isOurs"', key);
      if (rows[0]?.isOurs) {
        while (!this.#isStopping && (await this.#advance(client, number)));
        await client.query('select pg_advisory_unlock($1, $2)', key);
      }
      client.release();
    } catch (error) {
      this.#pausedUntil.set(number, Date.now() + PAUSE_AFTER_ERROR_MS);
      // Not to be used again: it may be broken or hold the lock.
      client?.release(true);
      log.error({ wave: number, err: error }, 'a wave could not be worked on');
    }
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
      this.#pausedUntil.set(number, Date.now() + PAUSE_AFTER_ERROR_MS);
      return false;
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
