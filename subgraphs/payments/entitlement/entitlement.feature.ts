import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { participantsReinstated } from '../freeze/freeze.events.ts';
import { Entitlements } from './008-entitlements.migration.ts';
import { SurveyWithheldEntity, WaveEntitlementEntity } from './entitlement.entity.ts';
import { surveySubmitted } from './entitlement.events.ts';
import { SurveyIncentives } from './survey.service.ts';

export const entitlement = defineFeature({
  name: 'entitlement',
  entities: [WaveEntitlementEntity, SurveyWithheldEntity],
  services: ({ log, now }: Pick<Kit, 'log' | 'now'>) => ({ surveys: new SurveyIncentives({ log, now }) }),
  consumes: [
    when(participantsReinstated, ({ surveys }: { surveys: SurveyIncentives }) => surveys.reinstated),
    when(surveySubmitted, ({ surveys }: { surveys: SurveyIncentives }) => surveys.submitted),
  ],
  migrations: [{ name: '008-entitlements', class: Entitlements }],
  erasure: [
    { table: 'survey_withheld', keeps: 'it stays withheld, or becomes due; it names the person by an id alone' },
  ],
});
