import type { PoolClient } from 'pg';
import type { Kit } from '../../kit/feature.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import { NUMBER, WAITING } from './fact.statement.ts';

// Of the advisory locks of this database: each kind of work has one of its own.
const LOCK_CLASS = 12_001;
const AT_ONCE = 5_000;
/** There is one sequence of work: one process at a time numbers for all organisations. */
const ALL = 0;

type SequencerOptions = Pick<Kit, 'database' | 'log' | 'now'>;

/** Gives facts their numbers, after the transactions that wrote them: at most a second later. */
export class Sequencer extends FencedWork {
  readonly #listeners: (() => void)[] = [];

  constructor({ database, log, now }: SequencerOptions) {
    const waiting = async () => {
      const { rows } = await database.pool.query<{ isWaiting: boolean }>(WAITING);
      return rows[0]?.isWaiting ? [ALL] : [];
    };
    const advance = async (client: PoolClient) => {
      const { rowCount } = await client.query(NUMBER, [now(), AT_ONCE]);
      if ((rowCount ?? 0) > 0) for (const listener of this.#listeners) listener();
      return (rowCount ?? 0) === AT_ONCE;
    };
    super({ name: 'sequencer of facts', lockClass: LOCK_CLASS, database, log, waiting, advance });
  }

  /** Calls `listener` each time that facts have got their numbers. */
  onNumbered(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
