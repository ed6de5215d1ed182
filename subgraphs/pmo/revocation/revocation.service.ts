import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Logger } from '../../kit/log.ts';
import { lastDayOf } from './last-day.ts';
import { review } from './review.ts';
import { type RevocationOutcome, revocationProposed } from './revocation.events.ts';
import { ASK, LOCK_PEOPLE, NOTE, OPEN, PROGRESS, WAVES_TO_ASK } from './revocation.statement.ts';

/** People of one transaction: five events. */
const AT_ONCE = 5 * CHUNK;
/** The time after which an unanswered proposal is repeated. */
const REPEAT_MS = 60_000;
/** Payments answers by itself when a hold ends: this finds an answer that was lost. */
const REPEAT_HELD_MS = 6 * 3_600_000;
const REQUEST = 'revocation';

interface RevocationsOptions {
  database: Database;
  outbox: Outbox;
  log: Pick<Logger, 'error'>;
  now: () => Date;
}

interface Answers {
  proposal: string;
  wave: number;
  at: Date;
  decisions: readonly { participant: string; outcome: RevocationOutcome }[];
}

// "revo", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x72_65_76_6f;

/**
 * Asks payments whether awards without a purchase may be revoked: payments alone knows, under the lock of each balance.
 * Asks until each person is answered.
 */
export class Revocations extends FencedWork {
  readonly #options: RevocationsOptions;

  constructor(options: RevocationsOptions) {
    const { database, log, now } = options;
    super({
      name: 'proposals of revocation',
      lockClass: LOCK_CLASS,
      database,
      log,
      waiting: async () => {
        const { unanswered, held } = this.#since();
        return (await database.rows(WAVES_TO_ASK, [unanswered, held])).map(({ number }) => number);
      },
      advance: (_client, wave) =>
        database.orm.em
          .fork()
          .transactional(async (tx) => (await this.ask(tx, { wave, requestId: `${REQUEST}-${wave}` })) === AT_ONCE),
    });
    this.#options = { database, outbox: options.outbox, log, now };
  }

  #since() {
    const nowMs = this.#options.now().getTime();
    return { unanswered: new Date(nowMs - REPEAT_MS), held: new Date(nowMs - REPEAT_HELD_MS) };
  }

  /** Opens the cases of the next people of a wave. @returns how many, and the last of them; null when there are no more */
  async open(tx: EntityManager, { wave, after }: { wave: number; after: string | null }) {
    const proposals = Array.from({ length: AT_ONCE / CHUNK }, () => uuidv7());
    const values = [wave, after, this.#options.now(), AT_ONCE, proposals, CHUNK];
    const { rows } = await execute(tx, OPEN, values);
    return rows.length < AT_ONCE ? null : (rows.at(-1)?.id ?? null);
  }

  /** Proposes, in `tx`, what is to be asked about a wave: 5,000 people at most. @returns how many people */
  async ask(tx: EntityManager, { wave, requestId }: { wave: number; requestId: string }): Promise<number> {
    const { now, outbox } = this.#options;
    const { unanswered, held } = this.#since();
    const at = now();
    const { rows } = await execute(tx, ASK, [wave, at, jakartaDayAfter(at, 0), unanswered, held, AT_ONCE]);
    if (rows.length === 0) return 0;
    const facts = { wave, at: at.toISOString(), deadline: (await lastDayOf(tx, wave)) ?? jakartaDayAfter(at, -1) };
    const data = [...Map.groupBy(rows, ({ proposal }) => proposal)].map(([proposal, people]) => ({
      ...facts,
      proposal,
      participants: people.map(({ participant }) => participant).toSorted(),
    }));
    await outbox.add(tx, revocationProposed, { data, requestId });
    return rows.length;
  }

  /**
   * Notes answers, whatever the order in which they come and however often. Locks the people.
   * @returns whose balance went back for good: their awards are to be revoked in this transaction
   */
  async note(tx: EntityManager, { proposal, wave, at, decisions }: Answers): Promise<string[]> {
    const people = decisions.map(({ participant }) => participant);
    await execute(tx, LOCK_PEOPLE, [people]);
    const said = decisions.map(({ outcome }) => outcome);
    const { rows } = await execute(tx, NOTE, [people, said, wave, proposal, at]);
    await review(tx, people, this.#options.now());
    return rows.map(({ id }) => id);
  }

  /** How many cases a wave has, and how many of them are open. */
  async progress(tx: EntityManager, wave: number): Promise<{ cases: number; open: number }> {
    return (await execute(tx, PROGRESS, [wave])).rows[0] ?? { cases: 0, open: 0 };
  }
}
