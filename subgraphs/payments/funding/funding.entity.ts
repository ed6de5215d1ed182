import { defineEntity, p } from '@mikro-orm/core';
import type { FundingOutcome, FundingReason } from './funding.events.ts';

/** What was asked and answered about the money of a wave. */
export const FundingEntity = defineEntity({
  name: 'Funding',
  tableName: 'funding',
  primaryKeys: ['waveNumber', 'attempt'],
  properties: {
    waveNumber: p.integer().primary(),
    attempt: p.integer().primary(),
    year: p.integer(),
    amount: p.bigint('bigint'),
    outcome: p.text().$type<FundingOutcome>(),
    reason: p.text().$type<FundingReason>().strictNullable(),
    decidedAt: p.datetime(),
  },
});

/** What was committed for somebody who lost the award, and was released. */
export const RevokedCommitmentEntity = defineEntity({
  name: 'RevokedCommitment',
  tableName: 'revoked_commitment',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    /** What they can no longer be paid; null until it is released. */
    amount: p.bigint('bigint').strictNullable(),
    releasedAt: p.datetime().strictNullable(),
  },
});
