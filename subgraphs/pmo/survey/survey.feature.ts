import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import { Survey } from './013-survey.migration.ts';
import { SurveySubmissionEntity } from './survey.entity.ts';
import { surveySubmitted } from './survey.events.ts';
import { invariants } from './survey.invariants.ts';
import { surveyLoaders } from './survey.loader.ts';
import { submitSurvey } from './survey.mutations.ts';
import { ParticipantSurveysResolver, SurveyResolver } from './survey.resolver.ts';
import { SurveyService } from './survey.service.ts';

export const survey = defineFeature({
  name: 'survey',
  entities: [SurveySubmissionEntity],
  resolvers: [SurveyResolver, ParticipantSurveysResolver],
  mutations: [submitSurvey],
  services: ({ vault, outbox, now }: Kit & VaultServices) => ({
    submissions: new SurveyService({ vault, outbox, now }),
  }),
  loaders: surveyLoaders,
  publishes: [surveySubmitted],
  migrations: [{ name: '013-survey', class: Survey }],
  invariants,
  erasure: [
    {
      // That it was filled in stays, since it was paid.
      table: 'survey_submission',
      statement: 'update survey_submission set sealed = null where participant_id = any($1::uuid[])',
    },
  ],
});
