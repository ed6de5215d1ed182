import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { participantsReinstated } from '../freeze/freeze.events.ts';
import { Entitlements } from './008-entitlements.migration.ts';
import { surveySubmitted } from './entitlement.events.ts';
import { SurveyIncentives } from './survey.service.ts';

export const entitlement = defineFeature({
  name: 'entitlement',
  services: ({ log, now }: Pick<Kit, 'log' | 'now'>) => ({ surveys: new SurveyIncentives({ log, now }) }),
  consumes: [
    when(participantsReinstated, ({ surveys }: { surveys: SurveyIncentives }) => surveys.reinstated),
    when(surveySubmitted, ({ surveys }: { surveys: SurveyIncentives }) => surveys.submitted),
  ],
  migrations: [{ name: '008-entitlements', class: Entitlements }],
});
