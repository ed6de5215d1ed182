import type { PoolClient } from 'pg';
import { type Database, run } from '../../kit/database.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import type { Logger } from '../../kit/log.ts';
import { type LoadOptions, loadFile } from './file.load.ts';
import { postNext } from './file.post.ts';
import { RUNNING_FILE, WAITING_FILES } from './file.statement.ts';
import { FileStatus } from './reconciliation.status.ts';

export interface ImportsOptions extends LoadOptions {
  database: Database;
  log: Pick<Logger, 'error'>;
}

// "sett", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x73_65_74_74;

/** Takes in settlement files: each is matched as a whole, then posted in parts. */
export const importsOf = ({ database, log, directory, now }: ImportsOptions): FencedWork => {
  const advance = async (client: PoolClient, id: number): Promise<boolean> => {
    const [file] = await run(client, RUNNING_FILE, { id });
    if (!file) return false;
    if (file.status === FileStatus.LOADING) await loadFile(client, file, { directory, now });
    else await postNext(client, file, now);
    return true;
  };
  return new FencedWork({
    name: 'settlement files',
    lockClass: LOCK_CLASS,
    database,
    log,
    waiting: async () => (await database.read(WAITING_FILES, {})).map(({ id }) => id),
    advance,
  });
};
