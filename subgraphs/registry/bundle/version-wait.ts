import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../kit/database.ts';
import { BUNDLE_VERSION } from './bundle.statement.ts';

/** One look serves all who wait: a statement of less than a millisecond. */
const LOOK_EVERY_MS = 200;
/** A service that is told to stop waits for its answers. */
const LONGEST_MS = 2_000;

/** Holds those who know the version of the bundle until there is another one, or until two seconds are over. */
export class VersionWait {
  readonly #database: Database;
  #looking: Promise<string | undefined> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param isKnown whether the caller has this version @returns the version by then; undefined while nothing is live */
  async next(isKnown: (version: string) => boolean): Promise<string | undefined> {
    const latest = performance.now() + LONGEST_MS;
    let version = await this.#look(0);
    while (version !== undefined && isKnown(version) && performance.now() < latest)
      version = await this.#look(LOOK_EVERY_MS);
    return version;
  }

  #look(afterMs: number): Promise<string | undefined> {
    const read = async () => (await this.#database.rows(BUNDLE_VERSION))[0]?.version;
    if (afterMs === 0) return read();
    this.#looking ??= delay(afterMs)
      .then(read)
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }
}
