import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../kit/database.ts';
import { Fresh } from '../../kit/fresh.ts';
import { column, type RowOf, statement } from '../../kit/statement.ts';
import { BatchStatus } from './batch.status.ts';

const stateColumns = {
  status: column.text.as<BatchStatus>(),
  /** How many payouts have come how far, and how many accounts are unchecked, as one text. */
  progress: column.text,
};

type State = RowOf<typeof stateColumns>;

const STATE = statement(
  'batch-state',
  stateColumns,
  `select status, concat_ws(' ', approved_by, (
      select count(*) from batch_wallet_check where batch_id = batch.id
    ), (
      select jsonb_object_agg(status, count)
      from (select status, count(*) from disbursement where batch_id = batch.id group by 1) as moved
    )) as progress
  from disbursement_batch batch where id = $1`,
);

const FRESH_MS = 500;
const EVERY_MS = 1_000;

/** Watches batches for subscribers. However many watch a batch, it is read twice a second at most. */
export class PayoutProgress {
  readonly #database: Database;
  readonly #known = new Fresh<string, State | null>(FRESH_MS);

  constructor(database: Database) {
    this.#database = database;
  }

  #state(id: string): Promise<State | null> {
    return this.#known.of(id, () => this.#database.rows(STATE, [id]).then(([row]) => row ?? null));
  }

  /** Yields the batch's id, now and after each change, until it is done or rejected, or nobody listens. */
  async *watch(id: string): AsyncGenerator<string> {
    let last = '';
    for (;;) {
      const state = await this.#state(id);
      const text = JSON.stringify(state);
      // That a batch is unknown is told once.
      if (text !== last) yield id;
      last = text;
      if (!state || state.status === BatchStatus.DONE || state.status === BatchStatus.REJECTED) return;
      await delay(EVERY_MS);
    }
  }
}
