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

/** What would be due to people who are frozen, until that is lifted. */
export const SurveyWithheldEntity = defineEntity({
  name: 'SurveyWithheld',
  tableName: 'survey_withheld',
  primaryKeys: ['participantId', 'instalment'],
  properties: {
    participantId: p.uuid().primary(),
    instalment: p.integer().primary(),
    waveNumber: p.integer(),
    submittedAt: p.datetime(),
  },
});
