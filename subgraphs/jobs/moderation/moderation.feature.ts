import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Moderation } from './014-moderation.migration.ts';
import { VacancyDecisionService } from './decision.service.ts';
import { VacancyDecisionEntity, VacancyReportEntity } from './moderation.entity.ts';
import { moderationLoaders } from './moderation.loader.ts';
import { decideVacancy, reportVacancy } from './moderation.mutations.ts';
import { ModerationResolver } from './moderation.resolver.ts';
import { VacancyReportService } from './report.service.ts';

/** Reports of job seekers, and what officers decide about vacancies that are held back. */
export const moderation = defineFeature({
  name: 'moderation',
  entities: [VacancyReportEntity, VacancyDecisionEntity],
  resolvers: [ModerationResolver],
  mutations: [reportVacancy, decideVacancy],
  services: ({ now, tell }: Pick<Kit, 'now'> & FactServices) => ({
    vacancyReports: new VacancyReportService({ now, tell }),
    vacancyDecisions: new VacancyDecisionService({ now, tell }),
  }),
  loaders: moderationLoaders,
  migrations: [{ name: '014-moderation', class: Moderation }],
  erasure: [
    {
      table: 'vacancy_report',
      statement: 'delete from vacancy_report where participant_id = any($1::uuid[])',
    },
  ],
});
