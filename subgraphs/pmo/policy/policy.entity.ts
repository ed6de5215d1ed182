import { defineEntity, p } from '@mikro-orm/core';
import type { StoredPurpose } from './purpose.ts';

/** Facts of very many people are the same: each is kept once, and a decision names it by its hash. */
export const PolicyFactsEntity = defineEntity({
  name: 'PolicyFacts',
  tableName: 'policy_facts',
  properties: {
    /** SHA-256 of `facts`. */
    hash: p.blob().primary().$type<Buffer>(),
    /** Canonical text. */
    facts: p.text(),
  },
});

/** A decision with an effect; append-only. */
export const PolicyDecisionEntity = defineEntity({
  name: 'PolicyDecision',
  tableName: 'policy_decision',
  primaryKeys: ['participantId', 'id', 'waveNumber'],
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    waveNumber: p.integer().primary(),
    participantId: p.uuid().primary(),
    purpose: p.text().$type<StoredPurpose>(),
    policyVersion: p.text(),
    factsHash: p.blob().$type<Buffer>(),
    /** Codes of the rules that are not met. */
    reasons: p.array<string>(),
    /** Day of Asia/Jakarta on which the facts held. */
    asOf: p.date(),
    decidedAt: p.datetime(),
  },
});
