import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { copyIn } from '../../kit/copy-in.ts';
import { execute, run } from '../../kit/database.ts';
import { canBecome, queriesOver } from '../../kit/query.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { BarredListVersionEntity } from './barred.entity.ts';
import { changeLists } from './barred.lock.ts';
import { ADD, COPY_STAGING, INDEX_STAGING, REMEMBER_AFFECTED, REMOVE, STAGING } from './barred.statement.ts';
import { ImportStatus, transition } from './barred.status.ts';
import { type ImportedList, ImportMode } from './imported-list.ts';
import { type ListFile, readListFile } from './list-file.ts';

/** A version whose file is to be loaded. */
export interface LoadingVersion {
  id: number;
  list: ImportedList;
  mode: ImportMode;
  file: string;
  sha256: Buffer;
}

export interface LoadOptions {
  vault: Vault;
  /** Directory of the files to import; null without one. */
  directory: string | null;
  now: () => Date;
}

/** A file of which more lines are wrong is not the list that it should be. */
const MOST_BAD = 0.01;

type FileReport = Pick<ListFile, 'lines' | 'badLines' | 'badCodes'> & { id: number };

const query = queriesOver(BarredListVersionEntity);

const REFUSE = query<FileReport & { code: string; at: Date }>()('barred-version-refuse', (db, values) =>
  db
    .updateTable('barred_list_version')
    .set({
      status: ImportStatus.REFUSED,
      refusal: values.code,
      lines: values.lines,
      badLines: values.badLines,
      badCodes: values.badCodes,
      finishedAt: values.at,
    })
    .where('id', '=', values.id)
    .where(canBecome(transition, ImportStatus.REFUSED)),
);

const APPLY = query<FileReport & { added: number; removed: number; toRecheck: number }>()(
  'barred-version-apply',
  (db, values) =>
    db
      .updateTable('barred_list_version')
      .set({
        status: ImportStatus.RECHECKING,
        lines: values.lines,
        badLines: values.badLines,
        badCodes: values.badCodes,
        added: values.added,
        removed: values.removed,
        toRecheck: values.toRecheck,
      })
      .where('id', '=', values.id)
      .where(canBecome(transition, ImportStatus.RECHECKING)),
);

/** Returns the code of the reason for which a file is refused; null when it is the list that was announced. */
const faultOf = ({ sha256, bad, lines }: ListFile, version: LoadingVersion): string | null => {
  if (!sha256.equals(version.sha256)) return 'SHA256_DIFFERS';
  return bad > lines * MOST_BAD ? 'TOO_MANY_BAD_LINES' : null;
};

const applyList = async (client: PoolClient, { id, list, mode }: LoadingVersion) => {
  await client.query(INDEX_STAGING);
  await client.query('analyze barred_staging');
  await changeLists(client);
  const { affected: added } = await execute(client, ADD, [list, id]);
  const removed = mode === ImportMode.FULL ? (await execute(client, REMOVE, [list, id])).affected : 0;
  const { affected: toRecheck } = await execute(client, REMEMBER_AFFECTED, [list, id]);
  return { added, removed, toRecheck };
};

/** Loads the file of a version and applies it in one transaction; after a kill it is read again from its start. */
export const loadVersion = async (
  client: PoolClient,
  version: LoadingVersion,
  { vault, directory, now }: LoadOptions,
): Promise<void> => {
  const { id, file } = version;
  await client.query('begin');
  try {
    // A list of millions takes minutes; the limit of a request is no limit here.
    await client.query('set local statement_timeout = 0');
    await client.query(STAGING);
    const { found, blocks } = readListFile(join(directory ?? '', file), vault);
    await copyIn(client, COPY_STAGING, blocks());
    const { lines, badLines, badCodes } = found;
    const code = faultOf(found, version);
    if (code !== null) {
      await run(client, REFUSE, { id, code, lines, badLines, badCodes, at: now() });
    } else {
      const { added, removed, toRecheck } = await applyList(client, version);
      await run(client, APPLY, { id, lines, badLines, badCodes, added, removed, toRecheck });
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
