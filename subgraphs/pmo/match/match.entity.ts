import { defineEntity, p } from '@mikro-orm/core';
import type { IdentityMatchField, IdentityMatchReason, IdentityMatchState } from './match.status.ts';

/** Somebody whose NIK the civil registry has not confirmed; a row of `nik_claim` takes its place when it has. */
export const UnconfirmedIdentityEntity = defineEntity({
  name: 'UnconfirmedIdentity',
  tableName: 'unconfirmed_identity',
  properties: {
    participantId: p.uuid().primary(),
    /** Null for who registered before the registry was asked, until it is. */
    nikIndex: p.blob().columnType('bytea').$type<Buffer>().strictNullable(),
    state: p.text().$type<IdentityMatchState.WAITING | IdentityMatchState.NOT_CONFIRMED>().defaultRaw(`'WAITING'`),
    reason: p.text().$type<IdentityMatchReason>().strictNullable(),
    field: p.text().$type<IdentityMatchField>().strictNullable(),
    /** Counts the questions and the corrections: an answer counts for the round that it was asked in. */
    round: p.integer().default(0),
    /** Times that the registry gave no answer about the person, since they were last asked about anew. */
    failures: p.smallint().default(0),
    /** When it is asked next, or when whoever asks now is given up. */
    nextAt: p.datetime().strictNullable(),
    since: p.datetime(),
  },
});
