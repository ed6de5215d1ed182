import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { type Account, post } from '../ledger/index.ts';
import { LOCK_COMMITMENT, LOCK_YEAR } from './budget.statement.ts';
import { commitmentOf } from './commitment.service.ts';
import { WAVES_TO_LAPSE, YEARS_TO_LAPSE } from './lapse.statement.ts';
import { firstYearThatCarries } from './season.ts';

interface Lapse {
  year: number;
  wave: number | null;
  from: Account;
  amount: bigint;
}

/**
 * Gives the money of ended years back to the treasury: what was promised to nobody from 1 January, and what is still
 * committed to a wave once it can no longer be carried over. What is granted or due is neither: it is paid from its own
 * year, however late.
 */
export class LapseService {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor({ database, now }: { database: Database; now: () => Date }) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * Lets all lapse whose time has come, each year and wave in a transaction of its own, under the year's lock: several
   * processes, and a second run, find nothing left. @returns the sum, in whole rupiah
   */
  async run(): Promise<bigint> {
    const database = this.#database;
    const thisYear = Number(jakartaDayAfter(this.#now(), 0).slice(0, 4));
    let sum = 0n;
    // Before the years: whoever is not drawn any more frees nothing into a year that has lapsed.
    for (const { wave } of await database.rows(WAVES_TO_LAPSE, [firstYearThatCarries(this.#now())]))
      sum += await this.#inTransaction((tx) => this.#lapseWave(tx, wave));
    for (const { year } of await database.rows(YEARS_TO_LAPSE, [thisYear]))
      sum += await this.#inTransaction((tx) => this.#lapseYear(tx, year));
    return sum;
  }

  #inTransaction(work: (tx: EntityManager) => Promise<bigint>): Promise<bigint> {
    return this.#database.orm.em.fork().transactional(work);
  }

  async #lapseYear(tx: EntityManager, year: number): Promise<bigint> {
    const [money] = (await execute(tx, LOCK_YEAR, [year])).rows;
    return this.#post(tx, { year, wave: null, from: 'UNALLOCATED', amount: money?.unallocated ?? 0n });
  }

  async #lapseWave(tx: EntityManager, wave: number): Promise<bigint> {
    const found = await commitmentOf(tx, wave);
    if (!found) return 0n;
    await execute(tx, LOCK_YEAR, [found.year]);
    await execute(tx, LOCK_COMMITMENT, [wave]);
    const { year, left } = (await commitmentOf(tx, wave)) ?? found;
    // Carried over meanwhile.
    if (year !== found.year) return 0n;
    return this.#post(tx, { year, wave, from: 'COMMITTED', amount: left });
  }

  async #post(tx: EntityManager, { year, wave, from, amount }: Lapse): Promise<bigint> {
    if (amount <= 0n) return 0n;
    const at = this.#now();
    const reference = `lapse:${year}:${wave ?? 'unallocated'}:${jakartaDayAfter(at, 0)}`;
    const postings = [
      { account: from, participantId: null, amount: -amount },
      { account: 'TREASURY' as const, participantId: null, amount },
    ];
    const entry = { reference, waveNumber: wave, year, at, requestId: uuidv7(at.getTime()), postings };
    return (await post(tx, { kind: 'LAPSE', ...entry })) ? amount : 0n;
  }
}
