import { training } from '../../subgraphs/training/features.ts';
import { inForce, provinces } from '../../subgraphs/training/policy/index.ts';
import { type OpenOptions, openSubgraph } from './subgraph.ts';

/** A UUIDv7 that reads as its number; larger is newer. */
export const idOf = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** The organisations of the two platforms and of the two institutions: their ids are none of their rows'. */
export const organizations = {
  pijar: idOf(9_001),
  pintar: idOf(9_002),
  satu: idOf(9_003),
  dua: idOf(9_004),
} as const;

const CATALOGUE = `
  insert into platform (id, code, name, active_from, organization_id) values
    ('${idOf(1)}', 'pijar', 'Pijar', 2020, '${organizations.pijar}'),
    ('${idOf(2)}', 'pintar', 'Pintar', 2023, '${organizations.pintar}');
  insert into institution (id, name, region_code, organization_id) values
    ('${idOf(1)}', 'LPK Satu', '32.73', '${organizations.satu}'),
    ('${idOf(2)}', 'LPK Dua', '31.71', '${organizations.dua}')`;

// They serve all provinces: each of them may publish.
const PROFILES = `insert into organization_profile
    (organization_id, tax_number, legal_form, established, provinces, updated_at)
  select organization_id, '0012345678901000', 'LIMITED_COMPANY', '2015-01-05', $1, now() from platform`;

const COURSES = `insert into course
    (id, platform_id, institution_id, title, description, price, duration_hours, mode, status, rating_count, rating_sum)
  select * from json_to_recordset($1) as row (id uuid, platform_id uuid, institution_id uuid, title text,
    description text, price bigint, duration_hours int, mode text, status text, rating_count int, rating_sum bigint)`;

const SKILLS = `insert into course_skill (course_id, skill_code)
  select row.id, skill from json_to_recordset($1) as row (id uuid, skills text[]), unnest(row.skills) as skill`;

interface CourseFixture {
  number: number;
  title?: string;
  status?: string;
  price?: number;
  mode?: string;
  platform?: number;
  institution?: number;
  skills?: string[];
  stars?: number[];
}

const courseRow = ({ number, stars = [], ...course }: CourseFixture) => ({
  id: idOf(number),
  platform_id: idOf(course.platform ?? 1),
  institution_id: idOf(course.institution ?? 1),
  title: course.title ?? `Kursus ${number}`,
  description: 'Dari dasar.',
  price: course.price ?? 500_000,
  duration_hours: 15,
  mode: course.mode ?? 'ONLINE',
  status: course.status ?? 'ACTIVE',
  rating_count: stars.length,
  rating_sum: stars.reduce((sum, star) => sum + star, 0),
  skills: course.skills ?? ['barista-work'],
});

/** The training subgraph with two platforms, two institutions and the given courses. */
export const openTraining = async (courses: readonly CourseFixture[], options: OpenOptions = {}) => {
  const opened = await openSubgraph('training', training, options);
  const { pool } = opened.database;
  await pool.query(CATALOGUE);
  await pool.query(PROFILES, [inForce(provinces, '2026-01-01').value]);
  const rows = JSON.stringify(courses.map(courseRow));
  await pool.query(COURSES, [rows]);
  await pool.query(SKILLS, [rows]);
  return opened;
};
