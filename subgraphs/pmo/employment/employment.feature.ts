import { defineFeature, when } from '../../kit/feature.ts';
import { Employments } from './063-employments.migration.ts';
import { EmploymentEntity } from './employment.entity.ts';
import { placementReported } from './employment.events.ts';
import { EmploymentResolver, employmentLoaders } from './employment.resolver.ts';
import { keepEmployment } from './employment.service.ts';

/** The hires that job portals report: the last step of a person's journey. */
export const employment = defineFeature({
  name: 'employment',
  entities: [EmploymentEntity],
  resolvers: [EmploymentResolver],
  loaders: employmentLoaders,
  consumes: [when(placementReported, () => keepEmployment)],
  migrations: [{ name: '063-employments', class: Employments }],
  invariants: [
    {
      name: 'no hire is kept of who was erased',
      sql: `select placement_id from employment join subject_key on subject_id = participant_id
        where destroyed_at is not null`,
    },
  ],
  erasure: [{ table: 'employment', statement: 'delete from employment where participant_id = any($1::uuid[])' }],
});
