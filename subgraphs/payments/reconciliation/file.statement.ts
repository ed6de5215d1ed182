import { sql } from 'kysely';
import { canBecome, queriesOver } from '../../kit/query.ts';
import { SettlementFileEntity } from './reconciliation.entity.ts';
import { FileStatus, fileTransition } from './reconciliation.status.ts';
import type { FileFormat } from './settlement-file.ts';

const query = queriesOver(SettlementFileEntity);

interface NewFile {
  partner: string;
  day: string;
  format: FileFormat;
  file: string;
  sha256: Buffer;
  requestedBy: string;
  requestId: string;
  at: Date;
}

// Nothing is inserted beside another file of the day, or the same one.
export const INSERT_FILE = query<NewFile>()('settlement-file-insert', (db, values) =>
  db
    .insertInto('settlement_file')
    .values({
      partnerCode: values.partner,
      day: values.day,
      format: values.format,
      file: values.file,
      sha256: values.sha256,
      status: FileStatus.LOADING,
      requestedBy: values.requestedBy,
      requestId: values.requestId,
      requestedAt: values.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
);

const ALIVE = sql<boolean>`status <> 'REFUSED'`;

/** The files that keep another one out: the same, or one of the same day. */
export const KNOWN_FILES = query<{ partner: string; day: string; sha256: Buffer }>()(
  'settlement-file-known',
  (db, { partner, day, sha256 }) =>
    db
      .selectFrom('settlement_file')
      .select(['id', 'partnerCode', 'day', 'format'])
      .select(sql<boolean>`sha256 = ${sha256}::bytea`.as('isSame'))
      .where(sql<boolean>`(sha256 = ${sha256}::bytea or (partner_code = ${partner} and day = ${day}))`)
      .where(ALIVE)
      .orderBy(sql`2 desc`),
);

// Written out, for the index of those that are under way.
const isUnderWay = sql<boolean>`status in ('LOADING', 'POSTING')`;

export const WAITING_FILES = query()('settlement-files-waiting', (db) =>
  db.selectFrom('settlement_file').select('id').where(isUnderWay),
);

export const RUNNING_FILE = query<{ id: number }>()('settlement-file-running', (db, { id }) =>
  db
    .selectFrom('settlement_file')
    .select(['id', 'partnerCode as partner', 'day', 'format', 'file', 'sha256', 'status', 'postedSeq', 'requestId'])
    .where('id', '=', id)
    .where(isUnderWay),
);

export const KNOWN_MESSAGE = query<{ partner: string; messageId: string }>()(
  'settlement-message-known',
  (db, { partner, messageId }) =>
    db
      .selectFrom('settlement_file')
      .select('id')
      .where('partnerCode', '=', partner)
      .where('messageId', '=', messageId)
      .where(ALIVE),
);

export const REFUSE_FILE = query<{ id: number; code: string; line: number | null; at: Date }>()(
  'settlement-file-refuse',
  (db, { id, code, line, at }) =>
    db
      .updateTable('settlement_file')
      .set({ status: FileStatus.REFUSED, refusal: code, refusalLine: line, finishedAt: at })
      .where('id', '=', id)
      .where(canBecome(fileTransition, FileStatus.REFUSED)),
);

interface TakenFile {
  id: number;
  messageId: string;
  count: number;
  sum: bigint;
  fees: bigint;
  matched: number;
  matchedSum: bigint;
}

export const TAKE_FILE = query<TakenFile>()('settlement-file-take', (db, values) =>
  db
    .updateTable('settlement_file')
    .set({
      status: FileStatus.POSTING,
      messageId: values.messageId,
      lineCount: values.count,
      lineSum: values.sum,
      feeSum: values.fees,
      matched: values.matched,
      matchedSum: values.matchedSum,
    })
    .where('id', '=', values.id)
    .where(canBecome(fileTransition, FileStatus.POSTING)),
);

export const NOTE_POSTED = query<{ id: number; seq: bigint }>()('settlement-file-posted', (db, { id, seq }) =>
  db.updateTable('settlement_file').set({ postedSeq: seq }).where('id', '=', id),
);

export const FINISH_FILE = query<{ id: number; at: Date }>()('settlement-file-finish', (db, { id, at }) =>
  db
    .updateTable('settlement_file')
    .set({ status: FileStatus.DONE, finishedAt: at })
    .where('id', '=', id)
    .where(canBecome(fileTransition, FileStatus.DONE)),
);
