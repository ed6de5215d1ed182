import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { curate, curationGiven } from './access-curation.ts';
import type { Arguments } from './access-document.ts';
import type { RowOwners } from './access-organizations.ts';
import { rowsOf } from './people.ts';

interface CatalogueRow {
  id: string;
  owners: RowOwners;
}

/** A platform and a course with the organisations whose they are, and arguments that lead to them. */
export interface CatalogueRows {
  platform: CatalogueRow;
  course: CatalogueRow;
  given: Arguments;
}

// One for all test files of a stack: another one's would be newer, and come first in the lists.
const seller = '0190a000-0000-7000-8000-000000000001';
const teacher = '0190a000-0000-7000-8000-000000000002';

const PARTNERS = `with sold as (
    insert into platform (code, name, active_from, organization_id) values ('matriks', 'Matriks', 2024, $1)
    on conflict do nothing returning id
  ), taught as (
    insert into institution (name, region_code, organization_id) values ('Matriks', '32.73', $2)
    on conflict do nothing returning id
  )
  insert into course (platform_id, institution_id, title, description, price, duration_hours, mode, status)
    select sold.id, taught.id, 'Kursus Matriks', 'Sebuah kursus.', 500000, 15, 'ONLINE', 'ACTIVE' from sold, taught`;

const COURSE = `select course.id, platform_id as platform, institution_id as institution
  from course join platform on platform.id = platform_id where organization_id = $1`;

// The newest course of every skill, so that each way through the lists leads to it first; but for that of the README.
const TEACH = `insert into course_skill (skill_code, course_id) select code, $1 from known_skill
  where code <> 'cyber-security' on conflict do nothing`;

const CONTENT = `json_build_object('institution', institution_id, 'title', title, 'description', description,
  'mode', mode, 'language', 'id', 'price', price, 'priceOutside', price, 'durationHours', duration_hours,
  'syllabus', json_build_array(json_build_object('title', 'Dasar', 'hours', duration_hours, 'description', 'Awal')),
  'outcomes', json_build_array(json_build_object('skill', 'barista-work', 'level', 'BASIC')),
  'accessibility', json_build_array('CAPTIONS'), 'url', 'https://matriks.co.id/')`;

// Every course, since the enrolments of the fixture lead to some.
const VERSIONS = `insert into course_version
    (course_id, number, platform_id, content, content_hash, status, submitted_at, decided_at)
  select id, version, platform_id, ${CONTENT}, sha256(''), 'ACTIVE', now(), now() from course on conflict do nothing`;

const PROBLEMS = `insert into catalogue_problem (platform_id, source, code, path, message, reference, example, found_at)
  select id, 'CURATION', 'MATRIX', 'title', '{"en": "Mend it.", "id": "Perbaiki."}', 'MATRIX', 'Matriks', now()
  from platform`;

const SCHEDULE = `insert into schedule (course_id, mode, instructor, seats, starts_at, ends_at)
  values ($1, 'ONLINE', 'Matriks', 10, now() + interval '1 day', now() + interval '26 hours') returning id, starts_at, ends_at`;

const SESSION = `insert into session (schedule_id, number, starts_at, ends_at)
  select id, 1, starts_at, ends_at from schedule where id = $1`;

/** A platform, an institution and a course of theirs, with a version and a problem: none of its fields is null. */
export const findCatalogue = async (): Promise<CatalogueRows> => {
  const other = uuidv7();
  await rowsOf('training', PARTNERS, [seller, teacher]);
  type Made = { id: string; platform: string; institution: string };
  const [made] = await rowsOf<Made>('training', COURSE, [seller]);
  if (!made) throw new Error('the platform has no course');
  await rowsOf('training', TEACH, [made.id]);
  await rowsOf('training', VERSIONS);
  await rowsOf('training', PROBLEMS);
  await curate();
  const [schedule] = await rowsOf<{ id: string }>('training', SCHEDULE, [made.id]);
  await rowsOf('training', SESSION, [schedule?.id]);
  return {
    platform: { id: made.platform, owners: { own: [seller], other } },
    course: { id: made.id, owners: { own: [seller, teacher], other } },
    given: {
      'Query.course': `id: "${made.id}"`,
      'Query.courses': `filter: { platform: "${made.platform}" }`,
      'Query.schedule': `id: "${schedule?.id}"`,
      'Query.platform': `id: "${made.platform}"`,
      'Query.institution': `id: "${made.institution}"`,
      'Query.skill': 'code: "barista-work"',
    },
  };
};

/** Arguments of what platforms do to their catalogue; each would be refused. */
export const catalogueGiven = (key: string): Arguments => ({
  ...curationGiven,
  'Mutation.submitCourse': `${key}, course: { reference: "MATRIX", institution: "none", title: "Matriks", description: "",
    mode: ONLINE, price: 0, priceOutside: 0, syllabus: [], outcomes: [] }`,
  'Mutation.importCourses': `${key}, courses: [], asOf: "2026-01-01T00:00:00Z"`,
  'Mutation.withdrawMissingCourses': `${key}, expected: 1000000, asOf: "2026-01-01T00:00:00Z"`,
});
