import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { ScheduleEntity, SessionEntity } from './schedule.entity.ts';
import type { SessionType } from './schedule.type.ts';

const query = queriesOver(ScheduleEntity, SessionEntity);

const classes = (db: Kysely<Schema<typeof ScheduleEntity | typeof SessionEntity>>) =>
  db
    .selectFrom('schedule')
    .select(['schedule.id', 'courseId', 'mode', 'regionCode', 'address', 'instructor', 'seats'])
    .select(['startsAt', 'endsAt', 'status', 'cancelReason', sql<number>`seats - seats_taken`.as('seatsLeft')]);

const BY_ID = query<{ ids: readonly string[] }>()('schedule-by-id', (db, { ids }) =>
  classes(db).where(isOneOf('schedule.id', ids, 'uuid')),
);

const ON_SALE = query<PageValues & { now: Date }>()('schedules-of-course', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'schedule.id',
    of: (course) =>
      classes(db)
        .where('courseId', '=', course)
        .where('status', '=', sql.lit('PUBLISHED' as never))
        .where('startsAt', '>', values.now),
  }),
);

const SESSIONS = query<{ ids: readonly string[] }>()('sessions-of-schedules', (db, { ids }) =>
  db
    .selectFrom('session')
    .select(['scheduleId', 'number', 'startsAt', 'endsAt'])
    .where(isOneOf('scheduleId', ids, 'uuid'))
    .orderBy('scheduleId')
    .orderBy('number'),
);

const scheduleById = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

type ScheduleRow = NonNullable<Awaited<ReturnType<ReturnType<typeof scheduleById>['load']>>>;

/** Classes of courses that are sold now, newest first: one statement for all courses of a page. */
const schedulesOnSale = (database: Database, now: () => Date) =>
  pagesByParent<IdKey, ScheduleRow>(
    (courses, page) => database.read(ON_SALE, { ...pageValuesOf(courses, page), now: now() }),
    ({ courseId }) => courseId,
  );

const pageValuesOf = (courses: readonly string[], page: Parameters<typeof pageValues>[1]) => {
  const { parents, before, rows } = pageValues(courses.filter(isUuid), page);
  return { parents, before, rows };
};

const sessionsBySchedule = (database: Database) =>
  byKey(
    async (ids: string[]) => {
      const rows = await database.read(SESSIONS, { ids });
      return [...Map.groupBy(rows, ({ scheduleId }) => scheduleId)].map(([id, sessions]) => ({ id, sessions }));
    },
    ({ id }: { id: string; sessions: SessionType[] }) => id,
  );

export const scheduleLoaders = ({ database, now }: Pick<Kit, 'database' | 'now'>) => ({
  schedule: scheduleById(database),
  schedulesOf: schedulesOnSale(database, now),
  sessionsOf: sessionsBySchedule(database),
});

export type ScheduleLoaders = ReturnType<typeof scheduleLoaders>;

/** Returns one class after a change. */
export const readSchedule = async (database: Database, id: string): Promise<ScheduleRow | null> =>
  (await database.read(BY_ID, { ids: [id] }))[0] ?? null;
