import { type Database, execute } from '../../kit/database.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import type { Logger } from '../../kit/log.ts';
import { COUNT, DUE } from './funnel.statement.ts';

interface FunnelWorkOptions {
  database: Database;
  log: Pick<Logger, 'error'>;
  now: () => Date;
}

// "funn", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x66_75_6e_6e;

/** Counts waves beside the requests: an open one every minute, another one after each of its steps. */
export const funnelsOf = ({ database, log, now }: FunnelWorkOptions): FencedWork =>
  new FencedWork({
    name: 'funnels of waves',
    lockClass: LOCK_CLASS,
    database,
    log,
    waiting: async () => (await database.rows(DUE, [now()])).map(({ number }) => number),
    advance: async (client, wave) => {
      await client.query('begin');
      try {
        // Counting millions takes longer than a request may.
        await client.query('set local statement_timeout = 0');
        await execute(client, COUNT, [wave, now()]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
      return false;
    },
  });
