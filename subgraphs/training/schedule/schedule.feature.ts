import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { Classes } from './010-classes.migration.ts';
import { ClassChanges } from './023-class-changes.migration.ts';
import { ScheduleEntity, SessionEntity } from './schedule.entity.ts';
import { invariants } from './schedule.invariants.ts';
import { scheduleLoaders } from './schedule.loader.ts';
import { publishSchedule, rescheduleClass } from './schedule.mutations.ts';
import { CourseSchedulesResolver, ScheduleResolver } from './schedule.resolver.ts';
import { ClassService } from './schedule.service.ts';

const FINISH_EVERY_MS = 60_000;

export const schedule = defineFeature({
  name: 'schedule',
  entities: [ScheduleEntity, SessionEntity],
  resolvers: [ScheduleResolver, CourseSchedulesResolver],
  mutations: [publishSchedule, rescheduleClass],
  services: ({ now }: Pick<Kit, 'now'>) => ({ classes: new ClassService({ now }) }),
  loaders: scheduleLoaders,
  work: ({ database, log, classes }: Kit & { classes: ClassService }) => [
    periodic(() => classes.finish(database), {
      log,
      everyMs: FINISH_EVERY_MS,
      failure: 'classes that are over were not finished',
    }),
  ],
  migrations: [
    { name: '010-classes', class: Classes },
    { name: '023-class-changes', class: ClassChanges },
  ],
  invariants,
});
