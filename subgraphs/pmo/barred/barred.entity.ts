import { defineEntity, p } from '@mikro-orm/core';
import type { BarredList } from '../policy/index.ts';
import type { ListedNikFault } from '../profile/index.ts';
import type { ImportStatus } from './barred.status.ts';
import type { ImportedList, ImportMode, ProposalReason } from './imported-list.ts';

/** A NIK on a list, by what one source says. A row that left the list keeps its versions. */
export const BarredEntryEntity = defineEntity({
  name: 'BarredEntry',
  tableName: 'barred_entry',
  primaryKeys: ['nikIndex', 'list', 'sourceId'],
  properties: {
    list: p.text().primary().$type<BarredList>(),
    /** Blind index of the NIK. */
    nikIndex: p.blob().primary().$type<Buffer>(),
    /** The authority that says so; 0 is the programme itself. */
    sourceId: p.smallint().primary().default(0),
    /** The version that brought it; of the list REVOKED a version is a wave. */
    addedIn: p.integer(),
    removedIn: p.integer().strictNullable(),
  },
});

/** An authority whose files make up a list, beside others. */
export const BarredSourceEntity = defineEntity({
  name: 'BarredSource',
  tableName: 'barred_source',
  properties: {
    id: p.smallint().primary().autoincrement().generated('identity'),
    list: p.text().$type<ImportedList>(),
    /** Letters and digits of its name, in capitals. */
    key: p.text(),
    name: p.text(),
  },
});

/** One version of a list: a file of another authority, and how far it has been taken in. */
export const BarredListVersionEntity = defineEntity({
  name: 'BarredListVersion',
  tableName: 'barred_list_version',
  properties: {
    id: p.integer().primary().autoincrement().generated('identity'),
    list: p.text().$type<ImportedList>(),
    source: p.text(),
    sourceId: p.smallint(),
    isNewSource: p.boolean().default(false),
    listDate: p.date(),
    mode: p.text().$type<ImportMode>(),
    file: p.text(),
    fileSha256: p.blob().$type<Buffer>(),
    status: p.text().$type<ImportStatus>(),
    /** Code of the reason; null when it was not refused. */
    refusal: p.text().strictNullable(),
    lines: p.integer().strictNullable(),
    /** Numbers of the first bad lines. */
    badLines: p.array<number>().columnType('int[]').defaultRaw(`'{}'`),
    /** Faults of these lines, in the same order. */
    badCodes: p.array<ListedNikFault>().defaultRaw(`'{}'`),
    added: p.integer().strictNullable(),
    removed: p.integer().strictNullable(),
    kept: p.integer().strictNullable(),
    /** Lines that name somebody once more. */
    repeated: p.integer().strictNullable(),
    toRecheck: p.integer().strictNullable(),
    rechecked: p.integer().default(0),
    barred: p.integer().default(0),
    reinstated: p.integer().default(0),
    requestedBy: p.text(),
    requestId: p.text(),
    requestedAt: p.datetime(),
    finishedAt: p.datetime().strictNullable(),
    /** Why it waits, or waited, for a second officer. */
    proposedFor: p.array<ProposalReason>().defaultRaw(`'{}'`),
    /** Who let it take effect, where it waited for a second officer. */
    approvedBy: p.text().strictNullable(),
    approvedAt: p.datetime().strictNullable(),
  },
});

/** A holder of an award whom a version put on a list or took off it, until they have been judged again. */
export const BarredRecheckEntity = defineEntity({
  name: 'BarredRecheck',
  tableName: 'barred_recheck',
  primaryKeys: ['versionId', 'participantId'],
  properties: {
    versionId: p.integer().primary(),
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
  },
});
