import { defineEntity, p } from '@mikro-orm/core';
import type { Entitlement } from '../disbursement/index.ts';

/** What was announced to the recipients of a wave: what becomes due is paid by this, whatever a policy says later. */
export const WaveEntitlementEntity = defineEntity({
  name: 'WaveEntitlement',
  tableName: 'wave_entitlement',
  primaryKeys: ['waveNumber', 'entitlement'],
  properties: {
    waveNumber: p.integer().primary(),
    entitlement: p.text().$type<Entitlement>().primary(),
    amount: p.bigint('bigint'),
    instalments: p.integer(),
  },
});

/** What is known of a person's way to the incentives, in whatever order it came. */
export const IncentiveConditionEntity = defineEntity({
  name: 'IncentiveCondition',
  tableName: 'incentive_condition',
  properties: {
    participantId: p.uuid().primary(),
    /** The first course that the person completed; null until it is heard of. */
    firstEnrollmentId: p.uuid().strictNullable(),
    completedAt: p.datetime().strictNullable(),
    ratedAt: p.datetime().strictNullable(),
    /** Training says so of the rating. */
    isFinishedInTime: p.boolean().strictNullable(),
    /** When a wallet was linked, and when one was verified, for the first time. */
    walletLinkedAt: p.datetime().strictNullable(),
    walletVerifiedAt: p.datetime().strictNullable(),
    /** When what is due is looked at again; null is never. */
    recheckAt: p.datetime().strictNullable(),
  },
});

/** A certificate that was issued, revoked or both. */
export const CertificateFactEntity = defineEntity({
  name: 'CertificateFact',
  tableName: 'certificate_fact',
  properties: {
    certificateId: p.uuid().primary(),
    participantId: p.uuid(),
    enrollmentId: p.uuid(),
    issuedAt: p.datetime().strictNullable(),
    revokedAt: p.datetime().strictNullable(),
  },
});

/** A survey that was filled in; it pays once there is the certificate of the first course. */
export const SurveyFactEntity = defineEntity({
  name: 'SurveyFact',
  tableName: 'survey_fact',
  primaryKeys: ['participantId', 'instalment'],
  properties: {
    participantId: p.uuid().primary(),
    instalment: p.integer().primary(),
    waveNumber: p.integer(),
    submittedAt: p.datetime(),
  },
});
