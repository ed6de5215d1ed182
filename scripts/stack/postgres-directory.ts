import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { accountFor, closedDirectory } from '../postgres/account.ts';
import { packageRoot } from '../postgres/binaries.ts';

const OPEN_TO_ALL = '/var/tmp';

/** Its programs must be within the reach of the user; a server is started in its directory, and needs no way there. */
const isReachable = (data: string): boolean => {
  const account = accountFor(resolve(data, 'postgres'));
  if (!account) return true;
  const ways = [packageRoot(), dirname(resolve(data))];
  return process.platform === 'linux' && ways.every((way) => !closedDirectory(way, account));
};

/**
 * Returns the directory of the embedded PostgreSQL, below the data directory. Started by root it runs as another
 * user, who may not reach its programs (a checkout under /root): then below /var/tmp, always in the same place.
 */
export const postgresDirectory = (data: string): { directory: string; isElsewhere: boolean } => {
  const directory = resolve(data, 'postgres');
  if (isReachable(data)) return { directory, isElsewhere: false };
  const mark = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return { directory: join(OPEN_TO_ALL, `prakerja-graph-${mark}`), isElsewhere: true };
};
