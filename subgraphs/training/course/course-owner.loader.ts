import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';

/** SQL of whether the course is sold, as a platform, or taught, as an institution, by the organisation. */
export const isCourseOf = (course: string, organization: string): string =>
  `exists (select from course as own join platform on platform.id = own.platform_id
    join institution on institution.id = own.institution_id
    where own.id = ${course} and ${organization} in (platform.organization_id, institution.organization_id))`;

const OWN = {
  name: 'courses-of-organization',
  text: `select wanted.id from unnest($1::uuid[]) as wanted (id) where ${isCourseOf('wanted.id', '$2::uuid')}`,
};

/** Whether courses are those of the organisation: one statement for all of a step, none for a caller without one. */
export const ownCourses = (database: Database, organization: string | null) =>
  new DataLoader<string, boolean>(async (ids) => {
    const rows =
      organization === null ? [] : await database.rows<{ id: string }>(OWN, [[...new Set(ids)], organization]);
    const own = new Set(rows.map(({ id }) => id));
    return ids.map((id) => own.has(id));
  });
