import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Logger } from '../../kit/log.ts';
import { policyOf, totalOf } from '../policy/index.ts';
import { type fundingDecided, fundingRequested } from './funding.events.ts';
import { AWARDED, KEEP, LAST, NOTE, STANDING, WAVES_TO_FUND } from './funding.statement.ts';

/** The time after which an unanswered request is repeated, and a refused one made anew. */
const REPEAT_MS = 60_000;
/** The longest that a draw waits for an answer that is under way, and how often it looks. */
const WAIT_MS = 5_000;
const LOOK_MS = 100;

interface FundingsOptions {
  database: Database;
  outbox: Outbox;
  log: Pick<Logger, 'error'>;
  now: () => Date;
}

interface FundingCall {
  wave: number;
  requestId: string;
}

// "fund", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x66_75_6e_64;

/** Asks payments for the money of waves, until it has answered. */
export class Fundings extends FencedWork {
  readonly #options: FundingsOptions;

  constructor(options: FundingsOptions) {
    const { database, log, now } = options;
    super({
      name: 'funding of waves',
      lockClass: LOCK_CLASS,
      database,
      log,
      waiting: async () => {
        const since = new Date(now().getTime() - REPEAT_MS);
        return (await database.rows(WAVES_TO_FUND, [since])).map(({ number }) => number);
      },
      advance: async (_client, wave) => {
        await database.orm.em.fork().transactional((tx) => this.request(tx, { wave, requestId: `funding-${wave}` }));
        return false;
      },
    });
    this.#options = options;
  }

  /** Asks for the money of a wave's quota, unless that is committed or was asked for a moment ago. Locks the wave. */
  async request(tx: EntityManager, asked: FundingCall): Promise<void> {
    const [last] = (await execute(tx, LAST, [asked.wave])).rows;
    if (!last?.quota) return;
    const { quota, attempt } = last;
    const sinceMs = this.#options.now().getTime() - (last.askedAt?.getTime() ?? 0);
    const isSame = attempt !== null && last.asked === quota;
    if (isSame && (last.outcome === 'COMMITTED' || sinceMs < REPEAT_MS)) return;
    const isRepeated = isSame && last.outcome === null;
    await this.#ask(tx, asked, { ...last, quota, attempt: (attempt ?? 0) + (isRepeated ? 0 : 1) });
  }

  /** Gives back what was committed for places that nobody was awarded; where nothing was asked for, nothing is given back. */
  async trim(tx: EntityManager, asked: FundingCall): Promise<void> {
    const [last] = (await execute(tx, LAST, [asked.wave])).rows;
    if (!last || last.attempt === null) return;
    const people = (await execute(tx, AWARDED, [asked.wave])).rows[0]?.people ?? 0;
    if (people < (last.asked ?? 0)) await this.#ask(tx, asked, { ...last, quota: people, attempt: last.attempt + 1 });
  }

  async #ask(
    tx: EntityManager,
    { wave, requestId }: FundingCall,
    { quota, attempt, policyVersion }: { quota: number; attempt: number; policyVersion: string },
  ): Promise<void> {
    const at = this.#options.now();
    const needed = [totalOf(policyOf(policyVersion)), Number(jakartaDayAfter(at, 0).slice(0, 4))];
    const [kept] = (await execute(tx, KEEP, [wave, attempt, quota, ...needed, at])).rows;
    if (!kept) return;
    const data = { wave, attempt, quota, perPerson: Number(kept.perPerson), year: kept.year };
    await this.#options.outbox.add(tx, fundingRequested, { data, requestId });
  }

  /** Notes an answer of payments, in the transaction of the inbox. */
  decided = async (tx: EntityManager, data: EventData<typeof fundingDecided>): Promise<void> => {
    const { wave, attempt, outcome, reason, at } = data;
    const why = outcome === 'REFUSED' ? (reason ?? 'UNKNOWN') : null;
    await execute(tx, NOTE, [wave, attempt, outcome, why, new Date(at)]);
  };

  /** How the money of a wave stands; undefined when it was not asked for. */
  async standing(tx: EntityManager, wave: number) {
    return (await execute(tx, STANDING, [[wave]])).rows[0];
  }

  /** Waits five seconds at most for an answer that is under way. */
  async awaitAnswer(wave: number): Promise<void> {
    const { database } = this.#options;
    const isUnderWay = async () => {
      const [standing] = await database.rows(STANDING, [[wave]]);
      if (standing?.outcome === null) return true;
      // Never asked, or for another quota: it will be within a second.
      return (await database.rows(WAVES_TO_FUND, [new Date(0)])).some(({ number }) => number === wave);
    };
    for (let waitedMs = 0; waitedMs < WAIT_MS && (await isUnderWay()); waitedMs += LOOK_MS) await delay(LOOK_MS);
  }
}
