import { type Database, execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { releaseFunds } from '../budget/index.ts';
import { LOCK_CONDITIONS } from '../entitlement/index.ts';
import { NOTE_RELEASED, TAKE_REVOKED, WAVES_TO_RELEASE } from './release.statement.ts';

/** People of one transaction. */
const AT_ONCE = 5_000;

/** Gives back what was committed for incentives and surveys of people who lost the award. */
export class ReleaseService {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor({ database, now }: { database: Database; now: () => Date }) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * Releases all that waits, 5,000 people of one wave in a transaction. The training balance is not part of it: that was
   * granted, and goes back by itself. May be stopped anywhere, and run by several processes.
   * @returns the sum, in whole rupiah
   */
  async run(): Promise<bigint> {
    let sum = 0n;
    for (const { wave } of await this.#database.rows(WAVES_TO_RELEASE)) {
      for (let count = AT_ONCE; count === AT_ONCE; ) {
        const done = await this.#releaseSome(wave);
        sum += done.released;
        count = done.count;
      }
    }
    return sum;
  }

  // Locks as all do: people, then the year, then the commitment.
  #releaseSome(wave: number): Promise<{ count: number; released: bigint }> {
    return this.#database.orm.em.fork().transactional(async (tx) => {
      const people = (await execute(tx, TAKE_REVOKED, [wave, AT_ONCE])).rows.map(({ id }) => id);
      if (people.length === 0) return { count: 0, released: 0n };
      await execute(tx, LOCK_CONDITIONS, [people]);
      const at = this.#now();
      const [noted] = (await execute(tx, NOTE_RELEASED, [people, wave, at])).rows;
      const amount = noted?.amount ?? 0n;
      const requestId = uuidv7(at.getTime());
      const reference = `uncommit:revoked:${wave}:${people[0]}`;
      const released = amount === 0n ? 0n : await releaseFunds(tx, { wave, amount, reference, at, requestId });
      return { count: people.length, released };
    });
  }
}
