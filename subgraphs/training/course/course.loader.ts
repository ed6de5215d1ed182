import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import type { Statement } from '../../kit/statement.ts';
import type { CourseMode, CourseType } from './course.type.ts';

const columns = `course.id, title, description, price, duration_hours as "durationHours", mode, status,
  round(rating_sum::numeric / nullif(rating_count, 0), 2)::float8 as "ratingAverage", rating_count as "ratingCount",
  course.is_synthetic as "isSynthetic", platform_id as "platformId", institution_id as "institutionId"`;

const isOffered = `course.status in ('ACTIVE', 'WATCHED')`;

const BY_ID = { name: 'course-by-id', text: `select ${columns} from course where id = any($1::uuid[])` };

const SKILLS = {
  name: 'course-skills',
  text: `select course_id as "courseId", array_agg(skill_code order by skill_code) as skills
    from course_skill where course_id = any($1::uuid[]) group by 1`,
};

// strpos, not LIKE: a search text has no wildcards. Courses are some thousands.
const LIST = {
  name: 'course-list',
  text: `select ${columns} from course
    where ${isOffered} and course.id < $1
      and ($2::text is null or exists
        (select from course_skill where course_id = course.id and skill_code = $2))
      and ($3::uuid is null or platform_id = $3) and ($4::uuid is null or institution_id = $4)
      and ($5::text is null or mode = $5) and ($6::bigint is null or price <= $6)
      and ($7::text is null or strpos(lower(title || ' ' || description), lower($7)) > 0)
    order by course.id desc limit $8`,
};

const pagesBy = (owner: 'platform_id' | 'institution_id'): Statement<CourseRow> => ({
  name: `course-pages-by-${owner}`,
  text: `select parent.id as parent, page.* from unnest($1::uuid[]) as parent (id) cross join lateral (
      select ${columns} from course where ${owner} = parent.id and ${isOffered} and course.id < $2
      order by course.id desc limit $3) page`,
});

const PAGES_BY_SKILL = {
  name: 'course-pages-by-skill',
  text: `select parent.code as parent, page.* from unnest($1::text[]) as parent (code) cross join lateral (
      select ${columns} from course_skill join course on course.id = course_id
      where skill_code = parent.code and course_id < $2 and ${isOffered} order by course_id desc limit $3) page`,
};

export interface CourseFilter {
  skill: string | null;
  platform: string | null;
  institution: string | null;
  mode: CourseMode | null;
  maxPrice: bigint | null;
  search: string | null;
}

export const courseById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<CourseType>(BY_ID, [ids.filter(isUuid)]),
    ({ id }) => id,
  );

/** Codes of the skills that each course teaches, in order. */
export const skillsByCourse = (database: Database) =>
  new DataLoader<string, string[]>(async (ids) => {
    const rows = await database.rows<{ courseId: string; skills: string[] }>(SKILLS, [ids]);
    const byCourse = new Map(rows.map(({ courseId, skills }) => [courseId, skills]));
    return ids.map((id) => byCourse.get(id) ?? []);
  });

/** A page of the courses on offer; an id that is none names nothing, so nothing is found. */
export const listCourses = async (database: Database, page: Page<IdKey>, filter: CourseFilter) => {
  const { skill, platform, institution, mode, maxPrice, search } = filter;
  if ([platform, institution].some((id) => id !== null && !isUuid(id))) return [];
  const values = [below(page), skill, platform, institution, mode, maxPrice, search, page.first + 1];
  return database.rows<CourseType>(LIST, values);
};

type CourseRow = CourseType & { parent: string };

const coursePages = (database: Database, statement: Statement<CourseRow>) =>
  pagesByParent<IdKey, CourseRow>(
    (parents, page) => database.rows<CourseRow>(statement, [parents, below(page), page.first + 1]),
    ({ parent }) => parent,
  );

export const coursesByPlatform = (database: Database) => coursePages(database, pagesBy('platform_id'));
export const coursesByInstitution = (database: Database) => coursePages(database, pagesBy('institution_id'));
export const coursesBySkill = (database: Database) => coursePages(database, PAGES_BY_SKILL);

export const courseLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  course: courseById(database),
  courseSkills: skillsByCourse(database),
  coursesOfPlatform: coursesByPlatform(database),
  coursesOfInstitution: coursesByInstitution(database),
  coursesOfSkill: coursesBySkill(database),
});

export type CourseLoaders = ReturnType<typeof courseLoaders>;
