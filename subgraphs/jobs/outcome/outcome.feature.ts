import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { Outcomes } from './043-outcomes.migration.ts';
import { CompletedCourseEntity, CourseOutcomeEntity, OutcomeMonthEntity } from './outcome.entity.ts';
import { courseCompleted } from './outcome.events.ts';
import { CourseOutcomesResolver, outcomeLoaders } from './outcome.resolver.ts';
import { complete, publishOutcomes } from './outcome.service.ts';
import { CourseType } from './outcome.type.ts';

const HOUR_MS = 3_600_000;

export const outcome = defineFeature({
  name: 'outcome',
  entities: [CompletedCourseEntity, OutcomeMonthEntity, CourseOutcomeEntity],
  resolvers: [CourseOutcomesResolver],
  types: [CourseType],
  // The row is training's; what is added here is public.
  references: { Course: (key: { id: string }) => key },
  loaders: outcomeLoaders,
  consumes: [when(courseCompleted, () => complete)],
  work: ({ database, log, now }: Kit) => [
    periodic(() => publishOutcomes(database.orm.em.fork(), now()), {
      log,
      everyMs: HOUR_MS,
      failure: 'the outcomes of courses were not published',
    }),
  ],
  migrations: [{ name: '043-outcomes', class: Outcomes }],
  invariants: [
    {
      name: 'nothing is kept of courses that the erased completed',
      sql: 'select participant_id from completed_course join erased_participant using (participant_id)',
    },
  ],
  erasure: [
    { table: 'completed_course', statement: 'delete from completed_course where participant_id = any($1::uuid[])' },
  ],
});
