import type { Database } from '../../../kit/database.ts';
import type { Work } from '../../../kit/feature.ts';
import type { Logger } from '../../../kit/log.ts';
import { periodic } from '../../../kit/periodic.ts';
import type { RowsOf } from '../../../kit/statement.ts';
import { askForStamp } from './authority.client.ts';
import type { StampAuthority } from './stamp.env.ts';
import { KEEP, WAITING } from './stamp.statement.ts';

interface StampOptions {
  database: Pick<Database, 'rows'>;
  authorities: readonly StampAuthority[];
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  now: () => Date;
  timeoutMs?: number;
}

type Attempt = RowsOf<typeof WAITING>;

/** When to ask an authority again that did not answer well. */
interface Pause {
  failures: number;
  untilMs: number;
}

const EVERY_MS = 1_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

const pauseMs = (failures: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);

const nameOf = ({ wave, attempt }: Attempt, authority: string): string => `${wave}/${attempt}/${authority}`;

/**
 * Asks each configured authority for a time stamp of each checkpoint from its approval to the close of signing, until it has
 * one. Nothing waits for it: a stamp that never comes changes no draw.
 */
export class StampService implements Work {
  readonly #options: StampOptions;
  readonly #looking: Work;
  readonly #pauses = new Map<string, Pause>();

  constructor(options: StampOptions) {
    this.#options = options;
    const failure = 'authorities were not asked for time stamps of draws';
    this.#looking = periodic(() => this.tick(), { log: options.log, everyMs: EVERY_MS, failure });
  }

  start(): void {
    if (this.#options.authorities.length > 0) this.#looking.start();
  }

  stop(): Promise<void> {
    return this.#looking.stop();
  }

  /** Asks whom it is time to ask, all at once. */
  async tick(): Promise<void> {
    const { database, authorities, now } = this.#options;
    if (authorities.length === 0) return;
    const attempts = await database.rows(WAITING, [now()]);
    this.#forget(attempts);
    const due = attempts.flatMap((attempt) =>
      authorities
        .filter(({ name }) => !attempt.stampedBy.includes(name) && this.#isDue(nameOf(attempt, name)))
        .map((authority) => this.#stamp(attempt, authority)),
    );
    await Promise.all(due);
  }

  #isDue(name: string): boolean {
    return (this.#pauses.get(name)?.untilMs ?? 0) <= this.#options.now().getTime();
  }

  #forget(attempts: readonly Attempt[]): void {
    const names = attempts.flatMap((attempt) => this.#options.authorities.map(({ name }) => nameOf(attempt, name)));
    for (const name of this.#pauses.keys()) if (!names.includes(name)) this.#pauses.delete(name);
  }

  async #stamp(attempt: Attempt, authority: StampAuthority): Promise<void> {
    const { database, log, now, timeoutMs } = this.#options;
    const { wave, attempt: number, checkpoint, closesAt } = attempt;
    const facts = { wave, attempt: number, authority: authority.name };
    try {
      const { token, stampedAt, accuracyMs } = await askForStamp(authority, { checkpoint, closesAt, timeoutMs });
      await database.rows(KEEP, [wave, number, authority.name, token, stampedAt, accuracyMs, now()]);
      log.info({ ...facts, stampedAt }, 'a draw has a time stamp');
    } catch (error) {
      const name = nameOf(attempt, authority.name);
      const failures = (this.#pauses.get(name)?.failures ?? 0) + 1;
      this.#pauses.set(name, { failures, untilMs: now().getTime() + pauseMs(failures) });
      log.warn({ ...facts, err: error, failures }, 'an authority gave no time stamp that counts');
    }
  }
}
