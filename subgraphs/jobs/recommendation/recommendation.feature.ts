import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import type { RequestFacts } from '../../kit/request.ts';
import type { AlumniSearches } from '../alumnus/index.ts';
import { Recommendations } from './040-recommendations.migration.ts';
import { VacancyAlumni } from './045-vacancy-alumni.migration.ts';
import { VacancyAlumniSizes } from './049-vacancy-alumni-sizes.migration.ts';
import { SkillDemandEntity, VacancyMatchEntity } from './recommendation.entity.ts';
import { recommendationLoaders } from './recommendation.loader.ts';
import { ParticipantRecommendationsResolver, RecommendedVacancyResolver } from './recommendation.resolver.ts';
import { COUNT_DEMAND } from './recommendation.statement.ts';
import { vacancyAlumniLoaders } from './vacancy-alumni.loader.ts';
import { VacancyAlumniResolver } from './vacancy-alumni.resolver.ts';

/** How often the rarity of skills is counted; vacancies and certificates count at once. */
const COUNT_EVERY_MS = 300_000;

export const recommendation = defineFeature({
  name: 'recommendation',
  entities: [VacancyMatchEntity, SkillDemandEntity],
  resolvers: [ParticipantRecommendationsResolver, RecommendedVacancyResolver, VacancyAlumniResolver],
  loaders: (kit: Pick<Kit, 'database'> & { alumni: AlumniSearches }, facts: RequestFacts) => ({
    ...recommendationLoaders(kit),
    ...vacancyAlumniLoaders(kit, facts),
  }),
  work: ({ database, log }: Kit) => [
    periodic(() => database.rows(COUNT_DEMAND), {
      log,
      everyMs: COUNT_EVERY_MS,
      failure: 'the rarity of skills was not counted',
    }),
  ],
  migrations: [
    { name: '040-recommendations', class: Recommendations },
    { name: '045-vacancy-alumni', class: VacancyAlumni },
    { name: '049-vacancy-alumni-sizes', class: VacancyAlumniSizes },
  ],
  invariants: [
    {
      name: 'every open vacancy is matched by each of its skills, and no other is',
      sql: `select coalesce(asked.vacancy_id, vacancy_match.vacancy_id) as vacancy_id
        from (select vacancy_id, skill_code from vacancy_skill where is_open) asked
        full join vacancy_match on vacancy_match.vacancy_id = asked.vacancy_id
          and vacancy_match.skill_code = asked.skill_code
        where asked.vacancy_id is null or vacancy_match.vacancy_id is null`,
    },
  ],
});
