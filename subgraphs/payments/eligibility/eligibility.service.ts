import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import { CHUNK, type EventData } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { Logger } from '../../kit/log.ts';
import { type eligibilityDecided, eligibilityRequested } from './eligibility.events.ts';
import { ASK, KEEP, REPEAT, WAITING } from './eligibility.statement.ts';

/** The time after which an unanswered question is repeated. */
const REPEAT_MS = 60_000;
/** Questions of one transaction that repeats them. */
const AT_ONCE = 5 * CHUNK;
/** There is one sequence of work. */
const ALL = 0;

interface EligibilityOptions {
  database: Database;
  outbox: Outbox;
  log: Pick<Logger, 'error'>;
  now: () => Date;
}

/** How a question is asked. */
export interface QuestionFacts {
  outbox: Outbox;
  at: Date;
  requestId: string;
}

interface PeopleOfWave {
  wave: number;
  participants: readonly string[];
}

/**
 * Asks the programme office whether people of one wave may still receive, in `tx`: an event for each 1,000. Whoever is
 * asked about already is passed over. A caller with several waves begins with the lowest, since askers wait for one
 * another.
 * @returns how many people were asked about
 */
export const askEligibility = async (
  tx: EntityManager,
  { wave, participants }: PeopleOfWave,
  { outbox, at, requestId }: QuestionFacts,
): Promise<number> => {
  const people = participants.toSorted();
  const data = [];
  for (let from = 0; from < people.length; from += CHUNK) {
    const request = uuidv7();
    const { rows } = await execute(tx, ASK, [people.slice(from, from + CHUNK), wave, request, at]);
    const asked = rows.map(({ participant }) => participant).toSorted();
    if (asked.length > 0) data.push({ request, wave, at: at.toISOString(), participants: asked });
  }
  if (data.length > 0) await outbox.add(tx, eligibilityRequested, { data, requestId });
  return data.reduce((sum, each) => sum + each.participants.length, 0);
};

// "elig", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x65_6c_69_67;

/** Keeps what the programme office answers, and asks again until it has. */
export class EligibilityAnswers extends FencedWork {
  constructor({ database, outbox, log, now }: EligibilityOptions) {
    const since = () => new Date(now().getTime() - REPEAT_MS);
    super({
      name: 'questions of eligibility',
      lockClass: LOCK_CLASS,
      database,
      log,
      waiting: async () => ((await database.rows(WAITING, [since()]))[0]?.isWaiting ? [ALL] : []),
      advance: () =>
        database.orm.em.fork().transactional(async (tx) => {
          const at = now();
          const { rows } = await execute(tx, REPEAT, [since(), at, AT_ONCE]);
          const data = [...Map.groupBy(rows, ({ request }) => request)].map(([request, asked]) => ({
            request,
            wave: asked[0]?.wave ?? 0,
            at: at.toISOString(),
            participants: asked.map(({ participant }) => participant).toSorted(),
          }));
          if (data.length > 0) await outbox.add(tx, eligibilityRequested, { data, requestId: 'eligibility-repeated' });
          return rows.length === AT_ONCE;
        }),
    });
  }

  /** Keeps answers, in the transaction of the inbox. */
  decided = async (em: EntityManager, { request, decisions }: EventData<typeof eligibilityDecided>): Promise<void> => {
    await execute(em, KEEP, [request, JSON.stringify(decisions)]);
  };
}
