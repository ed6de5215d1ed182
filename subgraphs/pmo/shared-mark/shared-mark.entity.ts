import { defineEntity, p } from '@mikro-orm/core';
import type { SharedMarkKind } from './shared-mark.kind.ts';

/** A phone, e-mail address, family card or device that more accounts have than usual, by its blind index. */
export const SharedMarkEntity = defineEntity({
  name: 'SharedMark',
  tableName: 'shared_mark',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    kind: p.text().$type<SharedMarkKind>(),
    mark: p.blob().columnType('bytea').$type<Buffer>(),
    /** Accounts that have it, as counted last; 1,000 stands for more. */
    accounts: p.integer(),
    flaggedAt: p.datetime(),
    countedAt: p.datetime(),
  },
});

/** The key of the device by which a person registered, by its blind index. */
export const ParticipantDeviceEntity = defineEntity({
  name: 'ParticipantDevice',
  tableName: 'participant_device',
  properties: {
    participantId: p.uuid().primary(),
    deviceIndex: p.blob().columnType('bytea').$type<Buffer>(),
  },
});

/** A person whose marks are to be counted. */
export const SharedMarkDueEntity = defineEntity({
  name: 'SharedMarkDue',
  tableName: 'shared_mark_due',
  properties: { participantId: p.uuid().primary() },
});
