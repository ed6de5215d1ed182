import type { Database } from '../../kit/database.ts';
import { execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { byWaveAndYear, post } from '../ledger/index.ts';
import { LOCK_EXPIRED, RETURN_EXPIRED } from './balance.statement.ts';

/** People of one transaction: its postings are in memory, whatever the number of a wave's people. */
const CHUNK = 2_000;

/** Returns to the treasury what is left of balances whose last day has passed. */
export class ExpiryService {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor({ database, now }: { database: Database; now: () => Date }) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * Returns what is left of every balance whose last day is before today in Jakarta, 2,000 people a transaction. What is
   * held stays until its purchase ends. It may be stopped anywhere and called again: a balance that is empty is not found.
   * @returns how many balances were returned
   */
  async run(): Promise<number> {
    let all = 0;
    for (;;) {
      const { found, returned } = await this.#returnSome();
      all += returned;
      if (found === 0) return all;
    }
  }

  /** Somebody else may have returned what was found: only that nothing is found ends the work. */
  async #returnSome(): Promise<{ found: number; returned: number }> {
    const at = this.#now();
    const requestId = uuidv7(at.getTime());
    return this.#database.orm.em.fork().transactional(async (em) => {
      const found = (await execute(em, LOCK_EXPIRED, [jakartaDayAfter(at, 0), CHUNK])).rows;
      const { rows } = await execute(em, RETURN_EXPIRED, [found.map(({ id }) => id), at]);
      for (const { wave, year, rows: people } of byWaveAndYear(rows)) {
        const postings = people.flatMap(({ id: participantId, amount }) => [
          { account: 'TRAINING_BALANCE' as const, participantId, amount: -amount },
          { account: 'RETURNED' as const, participantId, amount },
        ]);
        const reference = `expire:${wave}:${year}:${requestId}`;
        await post(em, { kind: 'RETURN', reference, waveNumber: wave, year, at, requestId, postings });
      }
      return { found: found.length, returned: rows.length };
    });
  }
}
