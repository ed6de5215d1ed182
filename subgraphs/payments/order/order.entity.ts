import { defineEntity, p } from '@mikro-orm/core';
import type { OrderStep } from './order.machine.ts';
import type { OrderState } from './order.status.ts';

/** An order to a partner: one destination, one reference, for ever. */
export const DisbursementOrderEntity = defineEntity({
  name: 'DisbursementOrder',
  tableName: 'disbursement_order',
  properties: {
    id: p.uuid().primary(),
    disbursementId: p.uuid(),
    batchId: p.uuid(),
    participantId: p.uuid(),
    waveNumber: p.integer(),
    partnerCode: p.text(),
    reference: p.text(),
    amount: p.bigint('bigint'),
    destinationHash: p.blob().$type<Buffer>().columnType('bytea'),
    /** The number of the wallet as it was ordered, sealed in the wallet's place. */
    sealedAccount: p.blob().$type<Buffer>().columnType('bytea'),
    state: p.text().$type<OrderState>(),
    attempt: p.integer(),
    nextStep: p.text().$type<OrderStep>(),
    nextAt: p.datetime(),
    firstSentAt: p.datetime().strictNullable(),
    lastSentAt: p.datetime().strictNullable(),
    /** What the partner said last. */
    code: p.text().strictNullable(),
    partnerReference: p.text().strictNullable(),
    orderedAt: p.datetime(),
    endedAt: p.datetime().strictNullable(),
    returnedAt: p.datetime().strictNullable(),
    /** When the partner confirmed what it had finally refused. */
    contradictedAt: p.datetime().strictNullable(),
    /** The request that the programme office answered with the decision on which it was sent last. */
    decisionRequest: p.uuid().strictNullable(),
    /** When that decision ran out. */
    decidedUntil: p.datetime().strictNullable(),
  },
});

/** How payouts go to one partner. */
export const PayoutLaneEntity = defineEntity({
  name: 'PayoutLane',
  tableName: 'payout_lane',
  properties: {
    partnerCode: p.text().primary(),
    isPaused: p.boolean().default(false),
    changedBy: p.text(),
    changedAt: p.datetime(),
    perSecond: p.integer().strictNullable(),
    dailyLimit: p.bigint('bigint').strictNullable(),
    tokens: p.double().default(0),
    tokensAt: p.datetime(),
    day: p.date(),
    daySum: p.bigint('bigint').default(0),
  },
});

/** What became of a suspect: one person says it, another one confirms it. */
export const SuspectVerdictEntity = defineEntity({
  name: 'SuspectVerdict',
  tableName: 'suspect_verdict',
  properties: {
    orderId: p.uuid().primary(),
    outcome: p.text().$type<'PAID' | 'NOT_PAID'>(),
    evidence: p.text(),
    proposedBy: p.text(),
    proposedAt: p.datetime(),
    confirmedBy: p.text().strictNullable(),
    confirmedAt: p.datetime().strictNullable(),
  },
});
