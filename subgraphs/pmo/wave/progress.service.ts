import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../kit/database.ts';
import { Fresh } from '../../kit/fresh.ts';
import { column, type RowOf, statement } from '../../kit/statement.ts';
import { WaveStatus } from './wave.status.ts';

const stateColumns = {
  number: column.int4,
  status: column.text.as<WaveStatus>(),
  /** The long steps as one text, null before the first: it changes whenever one of them moves. */
  steps: column.text.orNull,
};

type State = RowOf<typeof stateColumns>;

const STATE = statement(
  'wave-state',
  stateColumns,
  `select number, status, (
      select jsonb_agg(jsonb_build_array(step, wave_step.status, done, error_id) order by started_at)
      from wave_step where wave_number = number
    )::text as steps
    from wave where number = $1`,
);

const FRESH_MS = 500;
const EVERY_MS = 1_000;

/** Watches waves for subscribers. However many watch a wave, it is read twice a second at most. */
export class ProgressService {
  readonly #database: Database;
  readonly #known = new Fresh<number, State | null>(FRESH_MS);

  constructor(database: Database) {
    this.#database = database;
  }

  #state(number: number): Promise<State | null> {
    return this.#known.of(number, () => this.#database.rows(STATE, [number]).then(([row]) => row ?? null));
  }

  /** Yields the wave's number, now and after each change, until the wave is settled or nobody listens. */
  async *watch(number: number): AsyncGenerator<number> {
    let last = '';
    for (;;) {
      const state = await this.#state(number);
      const text = JSON.stringify(state);
      // That a wave is unknown is told once.
      if (text !== last) yield number;
      last = text;
      if (!state || state.status === WaveStatus.SETTLED) return;
      await delay(EVERY_MS);
    }
  }
}
