import { hash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { Tasks } from './check.task.ts';
import type { ChecksApart } from './checks-apart.ts';

/** Results that are kept: each holds a supergraph. */
const MOST = 8;

/**
 * Performs each task once, for as long as it is among the last ones: its result depends on nothing but the task. An
 * approval, or a canary, asks again what the proposal asked, and mostly nothing has changed in between.
 */
export class RememberedChecks {
  readonly #checks: Pick<ChecksApart, 'run'>;
  readonly #known = new Map<string, Promise<unknown>>();

  constructor(checks: Pick<ChecksApart, 'run'>) {
    this.#checks = checks;
  }

  /** @throws CheckFault where the process ended without an answer, which the next one who asks may get */
  run<Kind extends keyof Tasks>(task: Tasks[Kind]['task'] & { kind: Kind }): Promise<Tasks[Kind]['result']> {
    const key = hash('sha256', serialize(task));
    const known = this.#known.get(key) as Promise<Tasks[Kind]['result']> | undefined;
    if (known !== undefined) return known;
    const result = this.#checks.run<Kind>(task);
    this.#known.set(key, result);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    result.catch(() => this.#known.delete(key));
    return result;
  }
}
