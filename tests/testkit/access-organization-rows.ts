import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { jobPortals } from '../../subgraphs/jobs/portal/portals.data.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Arguments } from './access-document.ts';
import type { Owner, RowOwners } from './access-organizations.ts';
import type { Rows } from './access-rows.ts';
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

const PROFILE = `insert into skill_profile (participant_id, skills, updated_at)
  select id, array[$2], now() from unnest($1::uuid[]) as id`;
const CONSENT = `insert into consent (id, participant_id, portal_id, purpose, region_code, until)
  select uuidv7(), participant, portal, 'JOB_MATCHING', region, now() + interval '1 day'
  from unnest($1::uuid[], $2::uuid[], $3::text[]) as told (participant, portal, region)`;
const CONSENTED = 'select distinct region_code as code from consent';

/** Two people in regencies where nobody else lets portals find them, each for a portal of their own. */
const ofPortals = async (skill: string): Promise<RowOwners & { region: string }> => {
  const taken = (await rowsOf<{ code: string }>('jobs', CONSENTED)).map(({ code }) => code);
  const free = `select code from region where level = 'REGENCY' and code <> all($1) order by random() limit 2`;
  const regions = (await rowsOf<{ code: string }>('pmo', free, [taken])).map(({ code }) => code);
  const people = [uuidv7(), uuidv7()];
  const portals = [uuidv7(), uuidv7()];
  await rowsOf('jobs', PROFILE, [people, skill]);
  await rowsOf('jobs', CONSENT, [people, portals, regions]);
  return { own: portals.slice(0, 1), other: portals[1] ?? '', region: regions[0] ?? '' };
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
  const skill = /"([^"]+)"/.exec(rows.given['Query.alumniBySkill'] ?? '')?.[1] ?? '';
  const [courses, portals] = await Promise.all([ofCourses(rows), ofPortals(skill)]);
  const owned = {
    COURSE: courses,
    CATALOGUE: rows.catalogue.course.owners,
    CERTIFICATE: courses,
    CERTIFICATE_PLATFORM: { own: courses.own.slice(0, 1), other: courses.other },
    PLATFORM: rows.catalogue.platform.owners,
    ASSESSORS: { own: [treasury.id], other: platform.id },
    PORTAL: portals,
    ITSELF: { own: [platform.id], other: treasury.id },
    EVENTS: { own: [platform.id], other: treasury.id },
    WAITING: { own: [platform.id], other: treasury.id },
    SETTLED: { own: [platform.id], other: treasury.id },
    VACANCY: { own: [portal.id], other: jobPortals[0]?.id ?? '' },
    PROGRAMME: { own: [treasury.id], other: platform.id },
    NOBODY: { own: [], other: platform.id },
  };
  const given = {
    ...rows.given,
    'Query.alumniBySkill': `skills: ["${skill}"], region: "${portals.region}"`,
    'Query.organization': `id: "${platform.id}"`,
    'Query.taxNumber': `organizationId: "${platform.id}"`,
  };
  return { owned, given, entities: { ...rows.entities, Organization: platform.id } };
};
