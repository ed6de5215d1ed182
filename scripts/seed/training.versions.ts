import type { Client } from 'pg';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { type CourseContent, contentHash, SkillLevel } from '../../subgraphs/training/course/version.content.ts';
import { copyRows } from './copy.ts';

interface CourseRow {
  id: string;
  platform: string;
  institution: string;
  title: string;
  description: string;
  price: number;
  hours: number;
  mode: CourseContent['mode'];
  status: 'DRAFT' | 'SUBMITTED' | 'UNDER_ASSESSMENT' | 'ACTIVE' | 'WATCHED' | 'SUSPENDED' | 'DELISTED';
  skills: string[];
}

const COURSES = `select course.id, platform_id as platform, institution_id as institution, title, description,
    price::float8 as price, duration_hours as hours, mode, status,
    array(select skill_code from course_skill where course_id = course.id order by skill_code) as skills
  from course order by course.id`;

const LONGEST_UNIT = 5;
const units = ['Pengenalan', 'Dasar', 'Praktik terbimbing', 'Studi kasus', 'Praktik mandiri', 'Proyek'];

const syllabusOf = (hours: number): CourseContent['syllabus'] => {
  const count = Math.ceil(hours / LONGEST_UNIT);
  return Array.from({ length: count }, (_, at) => ({
    title: at === count - 1 ? 'Ujian akhir' : `${units[at % units.length]} ${Math.floor(at / units.length) + 1}`,
    hours: Math.floor(((at + 1) * hours) / count) - Math.floor((at * hours) / count),
    description: null,
  }));
};

const contentOf = ({ institution, title, description, mode, price, hours, skills }: CourseRow): CourseContent => ({
  institution,
  title,
  description,
  mode,
  language: 'id',
  price,
  priceOutside: price + 50_000,
  durationHours: hours,
  syllabus: syllabusOf(hours),
  outcomes: skills.map((skill) => ({ skill, level: SkillLevel.BASIC })),
  accessibility: [],
  url: null,
});

const versionStatus = (status: CourseRow['status']): string => {
  if (status === 'SUBMITTED' || status === 'UNDER_ASSESSMENT') return status;
  return status === 'DRAFT' ? 'REJECTED' : 'ACTIVE';
};

const DAY_MS = 86_400_000;
const COLUMNS = 'course_id, number, id, platform_id, content, content_hash, status, submitted_at, decided_at';

const momentOf = (id: string) => new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16));

/** Gives each course the version that its row shows, submitted at the moment of the course's id and decided a week later. */
export const seedVersions = async (client: Client): Promise<void> => {
  const { rows } = await client.query<CourseRow>(COURSES);
  const versions = rows.map((course) => {
    const content = contentOf(course);
    const submittedAt = momentOf(course.id);
    const status = versionStatus(course.status);
    const isDecided = status === 'ACTIVE' || status === 'REJECTED';
    const decidedAt = isDecided ? new Date(submittedAt.getTime() + 7 * DAY_MS) : null;
    const hash = `\\x${contentHash(content)}`;
    const id = uuidv7(submittedAt.getTime());
    return [course.id, 1, id, course.platform, JSON.stringify(content), hash, status, submittedAt, decidedAt];
  });
  await copyRows(client, `course_version (${COLUMNS})`, versions);
  await client.query(`update course set as_of = course_version.submitted_at,
      offered_at = case when course_version.status = 'ACTIVE' then decided_at end
    from course_version where course_id = course.id`);
};
