import { type Database, execute } from '../../kit/database.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import type { Logger } from '../../kit/log.ts';
import { column, statement } from '../../kit/statement.ts';
import { RejectionReason } from '../disbursement/index.ts';
import type { BatchService } from './batch.service.ts';

const LAST_MADE = statement(
  'batch-last-made-by-engine',
  { createdAt: column.timestamptz },
  `select created_at as "createdAt" from disbursement_batch where is_made_by_engine order by id desc limit 1`,
);

const MINUTE_MS = 60_000;
/** How often the engine looks whether the programme office has decided, and for how long it puts its batch off for that. */
const LOOK_AGAIN_MS = 15_000;
const MOST_PATIENCE_MS = 10 * MINUTE_MS;
/** There is one sequence of work. */
const ALL = 0;
// "schd", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x73_63_68_64;

const anything = { wave: null, entitlement: null, partner: null };

export interface ScheduleNeeds {
  database: Database;
  batches: BatchService;
  log: Pick<Logger, 'error'>;
  now: () => Date;
  /** The time between two batches; 0: the engine makes none. */
  everyMinutes: number;
}

/** Makes batches of all that is due, for two people to approve: asks for decisions first, and waits for them a while. */
export class BatchSchedule extends FencedWork {
  readonly #needs: ScheduleNeeds;
  #nextMs = 0;
  #sinceMs: number | null = null;

  constructor(needs: ScheduleNeeds) {
    const { database, log, now, everyMinutes } = needs;
    super({
      name: 'batches of the engine',
      lockClass: LOCK_CLASS,
      database,
      log,
      waiting: async () => (everyMinutes > 0 && now().getTime() >= this.#nextMs ? [ALL] : []),
      advance: () => this.#advance(),
    });
    this.#needs = needs;
  }

  /** Returns true when it has made a batch: behind it there may be more than one batch holds. */
  async #advance(): Promise<boolean> {
    const { database, batches, now, everyMinutes } = this.#needs;
    const nowMs = now().getTime();
    const [last] = (await execute(database.orm.em.fork(), LAST_MADE)).rows;
    const dueMs = last ? last.createdAt.getTime() + everyMinutes * MINUTE_MS : 0;
    // Another process has made it, or this one before it was started anew.
    if (nowMs < dueMs && this.#sinceMs === null) return this.#rest(dueMs);
    this.#sinceMs ??= nowMs;
    const waiting = await batches.ask(database.orm.em.fork(), anything);
    const isPatient = nowMs - this.#sinceMs < MOST_PATIENCE_MS;
    if (isPatient && waiting.some(({ because }) => because === RejectionReason.DECISION_STALE)) {
      this.#nextMs = nowMs + LOOK_AGAIN_MS;
      return false;
    }
    const { batch } = await batches.createByEngine(database.orm.em.fork(), anything);
    return batch === null ? this.#rest(nowMs + everyMinutes * MINUTE_MS) : true;
  }

  #rest(untilMs: number): false {
    this.#nextMs = untilMs;
    this.#sinceMs = null;
    return false;
  }
}
