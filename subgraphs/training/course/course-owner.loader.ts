import DataLoader from 'dataloader';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { CourseEntity } from './course.entity.ts';

/**
 * Decides in SQL whether `organization` sells the course, as a platform, or teaches it, as an institution.
 * @param course the column with the course's id, as in `enrollment.courseId`
 */
export const isCourseOf = (course: string, organization: string | null): RawBuilder<boolean> =>
  sql<boolean>`exists (select from course as own join platform on platform.id = own.platform_id
    join institution on institution.id = own.institution_id
    where own.id = ${sql.ref(course)}
      and ${organization}::uuid in (platform.organization_id, institution.organization_id))`;

const query = queriesOver(CourseEntity);

const OWN = query<{ ids: readonly string[]; organization: string }>()('courses-of-organization', (db, values) => {
  const wanted = sql<{ id: string }>`unnest(${values.ids}::uuid[])`.as<'wanted'>(sql`wanted (id)`);
  return db.selectFrom(wanted).select('wanted.id').where(isCourseOf('wanted.id', values.organization));
});

/** Whether courses are those of the organisation: one statement for all of a step, none for a caller without one. */
export const ownCourses = (database: Database, organization: string | null) =>
  new DataLoader<string, boolean>(async (ids) => {
    const rows = organization === null ? [] : await database.read(OWN, { ids: [...new Set(ids)], organization });
    const own = new Set(rows.map(({ id }) => id));
    return ids.map((id) => own.has(id));
  });
