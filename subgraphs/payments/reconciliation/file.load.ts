import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { copyIn } from '../../kit/copy-in.ts';
import { execute, run } from '../../kit/database.ts';
import { FileFault } from './file.fault.ts';
import { KNOWN_MESSAGE, REFUSE_FILE, TAKE_FILE } from './file.statement.ts';
import { readRows } from './line.rows.ts';
import {
  CLAIM,
  CLAIM_FOUND,
  CLOSE_FOUND,
  COPY_STAGING,
  DIFFER,
  MATCH,
  MATCHED,
  MISS,
  STAGING,
  TOTALS,
  type TotalsRow,
} from './match.statement.ts';
import { holdPartner } from './partner.lock.ts';
import { readers } from './readers.ts';
import type { FileFormat, SettlementHead } from './settlement-file.ts';

/** A file that is to be taken in. */
export interface LoadingFile {
  id: number;
  partner: string;
  day: string;
  format: FileFormat;
  file: string;
  sha256: Buffer;
}

export interface LoadOptions {
  /** Directory of the files to import; null without one. */
  directory: string | null;
  now: () => Date;
}

const BYTES_AT_ONCE = 64 * 2 ** 10;
const DAY_MS = 86_400_000;

/** The bytes of a file, which are refused at their end when they are not the announced ones. */
const announcedBytes = async function* (path: string, sha256: Buffer): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  try {
    for await (const block of createReadStream(path, { highWaterMark: BYTES_AT_ONCE })) {
      hash.update(block as Buffer);
      yield block as Buffer;
    }
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error;
    throw new FileFault('FILE_UNREADABLE', null);
  }
  if (!hash.digest().equals(sha256)) throw new FileFault('SHA256_DIFFERS', null);
};

const checkBytes = async (path: string, sha256: Buffer) => {
  for await (const _ of announcedBytes(path, sha256));
};

const checkHead = async (client: PoolClient, head: SettlementHead, { partner, day }: LoadingFile) => {
  if (head.partner !== null && head.partner !== partner) throw new FileFault('PARTNER_DIFFERS', 1);
  if (head.date !== day) throw new FileFault('DATE_DIFFERS', null);
  const [known] = await run(client, KNOWN_MESSAGE, { partner, messageId: head.messageId });
  if (known) throw new FileFault('MESSAGE_REPEATED', null);
};

const match = async (client: PoolClient, { id, partner, day }: LoadingFile) => {
  await client.query('analyze settlement_staging');
  const begin = new Date(`${day}T00:00:00+07:00`);
  await execute(client, CLAIM_FOUND, [id, partner]);
  await execute(client, MATCH, [id, partner]);
  await execute(client, CLAIM, [id]);
  await execute(client, CLOSE_FOUND, [partner]);
  await execute(client, DIFFER, [id]);
  await execute(client, MISS, [id, partner, begin, new Date(begin.getTime() + DAY_MS)]);
};

const takeFile = async (client: PoolClient, file: LoadingFile, path: string) => {
  // Read twice: a file that was not announced is named so, whatever else is wrong with it.
  await checkBytes(path, file.sha256);
  await client.query(STAGING);
  const { found, blocks } = readRows(readers[file.format], announcedBytes(path, file.sha256));
  await copyIn(client, COPY_STAGING, blocks());
  if (found.fault) throw found.fault;
  const head = found.head as SettlementHead;
  await holdPartner(client, file.partner);
  await checkHead(client, head, file);
  const [totals] = (await execute<TotalsRow>(client, TOTALS)).rows;
  await match(client, file);
  const [matched] = (await execute(client, MATCHED, [file.id])).rows;
  const { count = 0, sum = 0n, fees = 0n } = totals ?? {};
  await run(client, TAKE_FILE, {
    id: file.id,
    messageId: head.messageId,
    count,
    sum,
    fees: fees + head.otherFees,
    matched: matched?.count ?? 0,
    matchedSum: matched?.sum ?? 0n,
  });
};

/**
 * Loads a file and matches it with the orders, in one transaction; after a kill it is read again from its start. One
 * that is not as it should be is refused as a whole.
 */
export const loadFile = async (client: PoolClient, file: LoadingFile, { directory, now }: LoadOptions) => {
  await client.query('begin');
  try {
    // A file of millions takes longer than a request may.
    await client.query('set local statement_timeout = 0');
    await takeFile(client, file, join(directory ?? '', file.file));
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if (!(error instanceof FileFault)) throw error;
    await run(client, REFUSE_FILE, { id: file.id, code: error.code, line: error.line, at: now() });
  }
};
