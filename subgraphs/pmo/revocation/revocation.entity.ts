import { defineEntity, p } from '@mikro-orm/core';
import type { RevocationOutcome } from './revocation.events.ts';

/** The question whether an award without a purchase may be revoked, and what payments answered. */
export const RevocationCaseEntity = defineEntity({
  name: 'RevocationCase',
  tableName: 'revocation_case',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    /** Names the question: the same while it is repeated, another one when it is asked anew. */
    proposal: p.uuid(),
    openedAt: p.datetime(),
    askedAt: p.datetime().strictNullable(),
    /** Null until payments has answered. */
    outcome: p.text().$type<RevocationOutcome>().strictNullable(),
    decidedAt: p.datetime().strictNullable(),
  },
});
