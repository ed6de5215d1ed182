import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../kit/database.ts';

const STATE = {
  name: 'wave-state',
  text: `select number, status, (
      select jsonb_agg(jsonb_build_array(step, wave_step.status, done, error_id) order by started_at)
      from wave_step where wave_number = number
    )::text as steps
    from wave where number = $1`,
};

interface State {
  number: number;
  status: string;
  steps: string | null;
}

const FRESH_MS = 500;
const EVERY_MS = 1_000;

/** Watches waves for subscribers. However many watch a wave, it is read twice a second at most. */
export class ProgressService {
  readonly #database: Database;
  readonly #known = new Map<number, { atMs: number; state: Promise<State | null> }>();

  constructor(database: Database) {
    this.#database = database;
  }

  #state(number: number): Promise<State | null> {
    const known = this.#known.get(number);
    const atMs = performance.now();
    if (known && atMs - known.atMs < FRESH_MS) return known.state;
    const state = this.#database.rows<State>(STATE, [number]).then(([row]) => row ?? null);
    this.#known.set(number, { atMs, state });
    return state;
  }

  /** The wave's number, now and after each change, until the wave is settled or nobody listens. */
  async *watch(number: number): AsyncGenerator<number> {
    let last = '';
    for (;;) {
      const state = await this.#state(number);
      const text = JSON.stringify(state);
      // Of an unknown wave it is told once that it is.
      if (text !== last) yield number;
      last = text;
      if (!state || state.status === 'SETTLED') return;
      await delay(EVERY_MS);
    }
  }
}
