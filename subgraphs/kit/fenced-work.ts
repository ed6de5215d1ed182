import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Database } from './database.ts';
import type { Work } from './feature.ts';
import type { Logger } from './log.ts';
import { periodic } from './periodic.ts';

export interface FencedWorkOptions {
  /** For people, in the log. */
  name: string;
  /** The first half of an advisory lock's key: one for each kind of work in a database. */
  lockClass: number;
  database: Pick<Database, 'pool'>;
  log: Pick<Logger, 'error'>;
  /** Returns the numbers of what waits to be worked on. */
  waiting(): Promise<number[]>;
  /** Does a bounded part of the work on one; false when there is nothing to do for it now. */
  advance(client: PoolClient, number: number): Promise<boolean>;
}

const EVERY_MS = 1_000;
const PAUSE_AFTER_ERROR_MS = 5_000;
const ATTEND_MS = 3_000;

/**
 * Works off what waits in a table, in parts. One process at a time holds a number; when it is killed its connection
 * ends, and the next one goes on from what the table says, at most a second later.
 */
export class FencedWork implements Work {
  readonly #options: FencedWorkOptions;
  readonly #working = new Map<number, Promise<void>>();
  readonly #pausedUntil = new Map<number, number>();
  /** The work is no part of the request that asked for it, nor of its transaction and audit entry. */
  readonly #outside = AsyncLocalStorage.snapshot();
  readonly #looking: Work;
  #isStopping = false;

  constructor(options: FencedWorkOptions) {
    this.#options = options;
    const { log, name } = options;
    // Does not wait for the work that it begins: what comes meanwhile is begun beside it.
    const failure = `${name}: no work was looked for`;
    this.#looking = periodic(() => this.#look(), { log, everyMs: EVERY_MS, failure });
  }

  /** Looks for work now and every second. */
  start(): void {
    this.#looking.start();
  }

  /** Ends after the parts that are under way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#looking.stop();
    await Promise.all(this.#working.values());
  }

  /** Works off all that waits. */
  async tick(): Promise<void> {
    await this.#look();
    await Promise.all(this.#working.values());
  }

  /** Works off one, until nothing is left or it has to wait. It never throws. */
  work(number: number): Promise<void> {
    const known = this.#working.get(number);
    if (known !== undefined) return known;
    const working = this.#outside(() => this.#locked(number)).finally(() => this.#working.delete(number));
    this.#working.set(number, working);
    return working;
  }

  /** Works off one and waits three seconds for it at most, so that a request can show small work as done. */
  async attend(number: number): Promise<void> {
    await Promise.race([this.work(number), delay(ATTEND_MS, undefined, { ref: false })]);
  }

  async #look(): Promise<void> {
    if (this.#isStopping) return;
    for (const number of await this.#options.waiting()) void this.work(number);
  }

  async #locked(number: number): Promise<void> {
    if ((this.#pausedUntil.get(number) ?? 0) > performance.now()) return;
    const { database, log, name, lockClass, advance } = this.#options;
    let client: PoolClient | undefined;
    try {
      client = await database.pool.connect();
      const key = [lockClass, number];
      const { rows } = await client.query<{ isOurs: boolean }>('select pg_try_advisory_lock($1, $2) as "isOurs"', key);
      if (rows[0]?.isOurs) {
        while (!this.#isStopping && (await advance(client, number)));
        await client.query('select pg_advisory_unlock($1, $2)', key);
      }
      client.release();
    } catch (error) {
      this.#pausedUntil.set(number, performance.now() + PAUSE_AFTER_ERROR_MS);
      // Not to be used again: it may be broken or hold the lock.
      client?.release(true);
      log.error({ number, err: error }, `${name}: work was interrupted`);
    }
  }
}
