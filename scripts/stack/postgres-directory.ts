import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { accountFor, closedDirectory } from '../postgres/account.ts';

const OPEN_TO_ALL = '/var/tmp';

/**
 * Where the embedded PostgreSQL keeps its files: below the data directory. Started by root it runs as another user,
 * who may not be able to enter there (a checkout under /root): then below /var/tmp, always in the same place.
 */
export const postgresDirectory = (data: string): { directory: string; isElsewhere: boolean } => {
  const directory = resolve(data, 'postgres');
  if (!closedDirectory(directory, accountFor(directory))) return { directory, isElsewhere: false };
  const mark = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return { directory: join(OPEN_TO_ALL, `prakerja-graph-${mark}`), isElsewhere: true };
};
