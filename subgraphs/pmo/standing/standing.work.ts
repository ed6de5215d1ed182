import type { PoolClient } from 'pg';
import { type Database, execute } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import type { Logger } from '../../kit/log.ts';
import { holdFacts, type JudgeOptions, judgeHolders } from '../barred/index.ts';
import { policies as versions } from '../policy/index.ts';
import { IS_DUE, NEXT, SWEEP, TAKE } from './standing.statement.ts';

export interface StandingOptions extends JudgeOptions {
  database: Database;
  log: Pick<Logger, 'error'>;
}

// "stan", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x73_74_61_6e;
/** There is one queue. */
const QUEUE = 1;

/** The ages from which a version of the policy bars, in full years. */
const AGES = [
  ...new Set(
    versions
      .flatMap(({ switches }) => switches)
      .filter(({ code }) => code === 'AGE_CAP')
      .flatMap(({ steps }) => steps)
      .flatMap(({ value }) => (typeof value === 'number' ? [value + 1] : [])),
  ),
];

/**
 * Judges holders of awards again when a fact about them changes that is no list: occupation, work, education or birth
 * date, which the database notes whoever writes them, and the birthday from which a policy bars.
 */
export const standingOf = (options: StandingOptions): FencedWork => {
  const { database, log, policies } = options;

  const sweep = (client: PoolClient) => execute(client, SWEEP, [policies.today(), AGES]);

  const judgeNext = async (): Promise<boolean> =>
    database.orm.em.fork().transactional(async (tx) => {
      const ids = (await execute(tx, NEXT, [CHUNK])).rows.map(({ id }) => id);
      if (ids.length === 0) return false;
      await holdFacts(tx, ids);
      // Read behind the lock: what was stated until then is judged now, what comes later is noted again.
      const { rows } = await execute(tx, TAKE, [ids]);
      const version = Math.max(0, ...rows.map(({ change }) => change));
      const cause = { list: 'STATED_FACTS' as const, version, requestId: crypto.randomUUID() };
      await judgeHolders(tx, { holders: rows, cause }, options);
      return true;
    });

  return new FencedWork({
    name: 'standing of holders',
    lockClass: LOCK_CLASS,
    database,
    log,
    waiting: async () => ((await database.point(IS_DUE, [policies.today()]))[0]?.isDue ? [QUEUE] : []),
    advance: async (client) => {
      await sweep(client);
      return judgeNext();
    },
  });
};
