import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { copyIn } from '../../kit/copy-in.ts';
import { execute, run } from '../../kit/database.ts';
import { canBecome, queriesOver } from '../../kit/query.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { BarredListVersionEntity } from './barred.entity.ts';
import { changeLists } from './barred.lock.ts';
import {
  ADD,
  COMPARE,
  COPY_STAGING,
  IN_FORCE,
  INDEX_STAGING,
  REMEMBER_AFFECTED,
  REMOVE,
  SETTLE_STAGED,
  STAGED,
  STAGING,
} from './barred.statement.ts';
import { ImportStatus, transition } from './barred.status.ts';
import { fileFaultOf } from './file.fault.ts';
import { type ImportedList, ImportMode, ProposalReason } from './imported-list.ts';
import { type ListFile, readListFile } from './list-file.ts';

/** A version whose file is to be loaded. */
export interface LoadingVersion {
  id: number;
  list: ImportedList;
  mode: ImportMode;
  file: string;
  sha256: Buffer;
  /** Whether a second officer has approved what it takes off the list. */
  isApproved: boolean;
  sourceId: number;
  /** Day to which it holds. */
  listDate: string;
  /** People whom it takes off the list by the proposal; null before. */
  removed: number | null;
}

export interface LoadOptions {
  vault: Vault;
  /** Directory of the files to import; null without one. */
  directory: string | null;
  now: () => Date;
}

type FileReport = Pick<ListFile, 'lines' | 'badLines' | 'badCodes'> & { id: number };

/** What a file changes of a list. */
interface Comparison {
  added: number;
  removed: number;
  kept: number;
  repeated: number;
}

const query = queriesOver(BarredListVersionEntity);

/** The columns of what was found in a file. */
const reportIn = <V extends Omit<FileReport, 'id'>>({ lines, badLines, badCodes }: V) => ({
  lines,
  badLines,
  badCodes,
});

/** The columns of what a file changes. */
const comparisonIn = <V extends Comparison>({ added, removed, kept, repeated }: V) => ({
  added,
  removed,
  kept,
  repeated,
});

const REFUSE = query<FileReport & { code: string; at: Date }>()('barred-version-refuse', (db, values) =>
  db
    .updateTable('barred_list_version')
    .set({
      status: ImportStatus.REFUSED,
      refusal: values.code,
      ...reportIn(values),
      finishedAt: values.at,
    })
    .where('id', '=', values.id)
    .where(canBecome(transition, ImportStatus.REFUSED)),
);

const APPLY = query<FileReport & Comparison & { toRecheck: number }>()('barred-version-apply', (db, values) =>
  db
    .updateTable('barred_list_version')
    .set({
      status: ImportStatus.RECHECKING,
      ...reportIn(values),
      ...comparisonIn(values),
      toRecheck: values.toRecheck,
    })
    .where('id', '=', values.id)
    .where(canBecome(transition, ImportStatus.RECHECKING)),
);

const PROPOSE = query<FileReport & Comparison & { proposedFor: ProposalReason[] }>()(
  'barred-version-propose',
  (db, values) =>
    db
      .updateTable('barred_list_version')
      .set({
        status: ImportStatus.PROPOSED,
        ...reportIn(values),
        ...comparisonIn(values),
        proposedFor: values.proposedFor,
      })
      .where('id', '=', values.id)
      .where(canBecome(transition, ImportStatus.PROPOSED)),
);

const SETTLED_AT_ONCE = 5_000;

const compare = async (client: PoolClient, { list, mode, sourceId }: LoadingVersion): Promise<Comparison> => {
  await client.query(INDEX_STAGING);
  await client.query('analyze barred_staging');
  await changeLists(client);
  const [found] = (await execute(client, COMPARE, [list, sourceId])).rows;
  if (!found) throw new Error('a list was compared with nothing');
  const { added, kept, absent, repeated } = found;
  return { added, kept, repeated, removed: mode === ImportMode.FULL ? absent : 0 };
};

const applyList = async (client: PoolClient, { id, list, mode, sourceId }: LoadingVersion) => {
  await execute(client, ADD, [list, id, sourceId]);
  if (mode === ImportMode.FULL) await execute(client, REMOVE, [list, id, sourceId]);
  const { affected: toRecheck } = await execute(client, REMEMBER_AFFECTED, [list, id]);
  return toRecheck;
};

/** Why a version waits for a second officer: it would let people go, or looks like a mistake that would. */
const reasonsOf = async (
  client: PoolClient,
  { sourceId, listDate }: LoadingVersion,
  { lines, removed }: { lines: number; removed: number },
): Promise<ProposalReason[]> => {
  const [inForce] = (await execute(client, IN_FORCE, [sourceId])).rows;
  const isOlder = typeof inForce?.day === 'string' && listDate < inForce.day;
  return [
    ...(removed > 0 ? [ProposalReason.REMOVES_PEOPLE] : []),
    ...(lines === 0 ? [ProposalReason.FILE_EMPTY] : []),
    ...(isOlder ? [ProposalReason.OLDER_THAN_IN_FORCE] : []),
  ];
};

/** Decides what becomes of a list that was read: it takes effect, waits for a second officer, or is refused. */
const judgeList = async (
  client: PoolClient,
  version: LoadingVersion,
  { report, at }: { report: FileReport; at: Date },
) => {
  const comparison = await compare(client, version);
  const isChanged = version.isApproved && comparison.removed !== version.removed;
  if (isChanged) return run(client, REFUSE, { ...report, code: 'LIST_CHANGED', at });
  const reasons = await reasonsOf(client, version, { lines: report.lines, removed: comparison.removed });
  if (reasons.length > 0 && !version.isApproved)
    return run(client, PROPOSE, { ...report, ...comparison, proposedFor: reasons });
  return run(client, APPLY, { ...report, ...comparison, toRecheck: await applyList(client, version) });
};

/** While the index key is rotated: compares by the same key as the rows that are there. */
const settleStaged = async (client: PoolClient, vault: Vault): Promise<void> => {
  for (let after: Uint8Array = Buffer.alloc(0); vault.isRotating; ) {
    const { rows } = await execute(client, STAGED, [after, SETTLED_AT_ONCE]);
    const last = rows.at(-1);
    if (!last) return;
    const former = rows.map(({ index }) => index);
    const stored = former.map((index) => ({ kind: 'nik', index }));
    await execute(client, SETTLE_STAGED, [former, await vault.storedIndexes(client, stored)]);
    after = last.index;
  }
};

/** Loads the file of a version and applies or proposes it in one transaction; after a kill it is read again from its start. */
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
    await settleStaged(client, vault);
    const { lines, badLines, badCodes } = found;
    const report = { id, lines, badLines, badCodes };
    const code = fileFaultOf(found, version);
    if (code === null) await judgeList(client, version, { report, at: now() });
    else await run(client, REFUSE, { ...report, code, at: now() });
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
