import { defineEntity, p } from '@mikro-orm/core';
import type { VerificationChannel } from './verification.channel.ts';

/** The newest confirmation code of a person and a channel, as a hash, with its tries and sends. */
export const VerificationCodeEntity = defineEntity({
  name: 'VerificationCode',
  tableName: 'verification_code',
  primaryKeys: ['participantId', 'channel'],
  properties: {
    participantId: p.uuid().primary(),
    channel: p.text().$type<VerificationChannel>().primary(),
    /** Null once the code was used or given up. */
    codeHash: p.blob().columnType('bytea').$type<Buffer>().strictNullable(),
    expiresAt: p.datetime(),
    tries: p.smallint().default(0),
    lockedUntil: p.datetime().strictNullable(),
    sends: p.smallint(),
    sendsUntil: p.datetime(),
  },
});

/** How often a NIK (by its blind index) or a caller was tried with, and until when that counts. */
export const AttemptEntity = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  properties: {
    subject: p.blob().columnType('bytea').$type<Buffer>().primary(),
    tries: p.integer(),
    until: p.datetime(),
  },
});
