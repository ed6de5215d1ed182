import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { run } from '../../kit/database.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import type { Logger } from '../../kit/log.ts';
import { queriesOver } from '../../kit/query.ts';
import { BarredListVersionEntity } from './barred.entity.ts';
import { ImportStatus } from './barred.status.ts';
import { type LoadOptions, loadVersion } from './version.load.ts';
import { type RecheckOptions, recheckNext } from './version.recheck.ts';

export interface ImportsOptions extends LoadOptions, RecheckOptions {
  log: Pick<Logger, 'error'>;
}

// "barr", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x62_61_72_72;

const query = queriesOver(BarredListVersionEntity);

// Written out, for the index of those that are under way.
const isUnderWay = sql<boolean>`status in ('LOADING', 'RECHECKING')`;

const WAITING = query()('barred-versions-waiting', (db) =>
  db.selectFrom('barred_list_version').select('id').where(isUnderWay),
);

const VERSION = query<{ id: number }>()('barred-version-running', (db, { id }) =>
  db
    .selectFrom('barred_list_version')
    .select([
      'id',
      'list',
      'mode',
      'status',
      'file',
      'fileSha256 as sha256',
      'requestId',
      'removed',
      'sourceId',
      'listDate',
    ])
    .select(sql<boolean>`approved_by is not null`.as('isApproved'))
    .where('id', '=', id)
    .where(isUnderWay),
);

/** Imports lists, and judges again the holders of awards whom a list has brought or let go. */
export const importsOf = (options: ImportsOptions): FencedWork => {
  const { database, log } = options;
  const advance = async (client: PoolClient, id: number): Promise<boolean> => {
    const [version] = await run(client, VERSION, { id });
    if (!version) return false;
    if (version.status === ImportStatus.LOADING) await loadVersion(client, version, options);
    else await recheckNext(version, options);
    return true;
  };
  return new FencedWork({
    name: 'imports of lists',
    lockClass: LOCK_CLASS,
    database,
    log,
    waiting: async () => (await database.read(WAITING, {})).map(({ id }) => id),
    advance,
  });
};
