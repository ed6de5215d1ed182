import { defineEntity, p } from '@mikro-orm/core';
import type { ValueName } from './correction.ts';

/** What a correction replaced, sealed with the person's key; rows are only added. */
export const ParticipantRevisionEntity = defineEntity({
  name: 'ParticipantRevision',
  tableName: 'participant_revision',
  primaryKeys: ['participantId', 'version'],
  properties: {
    participantId: p.uuid().primary(),
    /** The version that was replaced. */
    version: p.integer().primary(),
    changedAt: p.datetime(),
    changedBy: p.text(),
    reason: p.text(),
    sealed: p.blob().columnType('bytea').$type<Buffer>(),
    /** Names only; the values are sealed. */
    fields: p.array().columnType('text[]').$type<ValueName[]>(),
  },
});
