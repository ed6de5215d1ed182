import { defineEntity, p } from '@mikro-orm/core';
import type { DisputeOutcome, DisputeStatus } from './dispute.status.ts';

/** A person who says that a NIK is theirs although it was not confirmed. */
export const IdentityDisputeEntity = defineEntity({
  name: 'IdentityDispute',
  tableName: 'identity_dispute',
  properties: {
    id: p.uuid().primary(),
    participantId: p.uuid(),
    /** The NIK that it is about. */
    nikIndex: p.blob().columnType('bytea').$type<Buffer>(),
    /** Who held the NIK when it was decided; null before, and where nobody did. */
    holderId: p.uuid().strictNullable(),
    status: p.text().$type<DisputeStatus>().defaultRaw(`'OPEN'`),
    /** The place of the documents, in the words of the person. */
    evidence: p.text(),
    openedAt: p.datetime(),
    decidedAt: p.datetime().strictNullable(),
  },
});

/** What one officer said of a dispute; two of different officers that follow each other and agree decide it. */
export const DisputeOpinionEntity = defineEntity({
  name: 'DisputeOpinion',
  tableName: 'identity_dispute_opinion',
  primaryKeys: ['disputeId', 'number'],
  properties: {
    disputeId: p.uuid().primary(),
    /** From 1, in order. */
    number: p.smallint().primary(),
    outcome: p.text().$type<DisputeOutcome>(),
    reason: p.text(),
    officer: p.text(),
    statedAt: p.datetime(),
  },
});
