import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { jobPortals } from '../../subgraphs/jobs/portal/portals.data.ts';
import { portalsOfAlumni } from './access-alumni.ts';
import type { Arguments } from './access-document.ts';
import type { Owner, RowOwners } from './access-organizations.ts';
import { PUBLISHING_OFFICE, peopleOf } from './access-people.ts';
import type { Rows } from './access-rows.ts';
import { applicationOwners } from './access-work.ts';
import { rowsOf } from './people.ts';

const ORGANIZATIONS = `select array[platform.organization_id, institution.organization_id] as organizations
  from enrollment join course on course.id = course_id join platform on platform.id = platform_id
    join institution on institution.id = institution_id`;

const ELSEWHERE = `select organization_id as id from platform
  where exists (select from course where platform_id = platform.id) and not exists (
    select from enrollment join course on course.id = course_id
    where participant_id = $1 and platform_id = platform.id) limit 1`;

/** The organisations that sell and teach the course of the person's enrolment, and one where the person learns nothing. */
const ofCourses = async ({ victim, entities }: Rows): Promise<RowOwners> => {
  const text = `${ORGANIZATIONS} where enrollment.id = $1`;
  const [row] = await rowsOf<{ organizations: string[] }>('training', text, [entities.Enrollment]);
  const [elsewhere] = await rowsOf<{ id: string }>('training', ELSEWHERE, [victim]);
  if (!row || !elsewhere) throw new Error('the person learns on every platform');
  return { own: row.organizations, other: elsewhere.id };
};

export interface OrganizationRows {
  owned: Readonly<Record<Owner, RowOwners>>;
  given: Arguments;
  /** Ids by type; the organisation is one that goes on, since tokens of a suspended one are refused. */
  entities: Rows['entities'];
}

/** The owners of the fixture's rows, and the arguments that lead to them. */
export const findOrganizations = async (rows: Rows): Promise<OrganizationRows> => {
  const { treasury, platform, portal } = syntheticOrganizations;
  const [courses, portals] = await Promise.all([ofCourses(rows), portalsOfAlumni()]);
  const owned = {
    COURSE: courses,
    CATALOGUE: rows.catalogue.course.owners,
    CERTIFICATE: courses,
    CERTIFICATE_PLATFORM: { own: courses.own.slice(0, 1), other: courses.other },
    PLATFORM: rows.catalogue.platform.owners,
    ASSESSORS: { own: [treasury.id], other: platform.id },
    PORTAL: portals.owners,
    ASKER: portals.owners,
    APPLICATION: applicationOwners,
    ITSELF: { own: [platform.id], other: treasury.id },
    EVENTS: { own: [platform.id], other: treasury.id },
    WAITING: { own: [platform.id], other: treasury.id },
    SETTLED: { own: [platform.id], other: treasury.id },
    VACANCY: { own: [portal.id], other: jobPortals[0]?.id ?? '' },
    PROGRAMME: { own: [treasury.id], other: platform.id },
    PUBLISHED: { own: [], other: platform.id },
    PUBLISHER: { own: [PUBLISHING_OFFICE], other: platform.id },
    NOBODY: { own: [], other: platform.id },
  };
  const given = {
    ...rows.given,
    ...portals.given,
    ...(await peopleOf(platform.id)),
    'Query.organization': `id: "${platform.id}"`,
    'Query.taxNumber': `organizationId: "${platform.id}"`,
  };
  return { owned, given, entities: { ...rows.entities, Organization: platform.id } };
};
