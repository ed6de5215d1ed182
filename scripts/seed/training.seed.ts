import { hash } from 'node:crypto';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import { joinOrganizations } from './organizations.ts';
import type { Person } from './population.ts';
import { copyTables, type SeedTable } from './table.ts';
import { seatPeople, seedClasses } from './training.classes.ts';
import { seedVersions } from './training.versions.ts';

const enrollmentLines = ({ id: participant, enrollments }: Person) =>
  enrollments
    .map(({ id, course, status, price, reservedAt, completedAt }) =>
      line([
        id,
        participant,
        course.id,
        status,
        price,
        reservedAt,
        reservedAt,
        status === 'PAID' ? null : reservedAt,
        completedAt,
      ]),
    )
    .join('');

const certificateLines = ({ id: participant, enrollments }: Person) =>
  enrollments
    .map(({ id, course, completedAt, certificate }) =>
      certificate
        ? line([certificate.id, id, participant, course.id, completedAt, certificate.score, certificate.skills])
        : '',
    )
    .join('');

/** The one course that a person has not finished. */
const openCourseLines = ({ id: participant, enrollments }: Person) =>
  enrollments
    .filter(({ completedAt }) => completedAt === null)
    .map(({ id, reservedAt }) => line([participant, id, reservedAt]))
    .join('');

/** The first course that a person finished. */
const firstLine = ({ id, enrollments: [first] }: Person) => (first?.completedAt ? line([id, first.id]) : '');

const ratingLine = ({ id: participant, enrollments: [first], rating }: Person) => {
  if (!first || !rating) return '';
  const { stars, ratedAt } = rating;
  const id = uuidv7(ratedAt.getTime(), hash('sha256', first.id, 'buffer').subarray(0, 10));
  return line([participant, first.id, id, first.course.id, first.course.institution, stars, ratedAt, ratedAt]);
};

// Those of other people, of whom nothing else is known, stay.
const RATED = `update course set rating_count = rating_count + given.count, rating_sum = rating_sum + given.stars from (
    select course_id, count(*)::int as count, sum(stars)::int as stars from course_rating group by 1
  ) as given where course_id = course.id`;

const TAUGHT = `insert into institution_rating (institution_id, rating_count, rating_sum)
  select institution_id, count(*), sum(stars) from course_rating group by 1`;

const recipientLines = ({ id: participant, status, registration }: Person) =>
  registration && ['RECIPIENT', 'ACTIVE', 'ALUMNI'].includes(status)
    ? line([participant, registration.wave, registration.joinedAt])
    : '';

/** Platforms, institutions and courses, and who learned what. */
export const trainingSeed = (tables: readonly SeedTable[], now = new Date()): DatabaseSeed => ({
  name: 'training',
  // Platforms that joined by an event have their organisation's id as their code.
  probe: 'select 1 from platform where code <> id::text limit 1',
  before: async (client) => {
    await copyTables(client, tables);
    await joinOrganizations(client);
    await seedVersions(client);
    await seedClasses(client, now);
  },
  tables: [
    {
      into: 'enrollment (id, participant_id, course_id, status, price, reserved_at, paid_at, redeemed_at, completed_at)',
      lines: enrollmentLines,
    },
    { into: 'open_course (participant_id, enrollment_id, opened_at)', lines: openCourseLines },
    { into: 'recipient (participant_id, wave_number, announced_at)', lines: recipientLines },
    {
      into: 'certificate (id, enrollment_id, participant_id, course_id, issued_at, score, skills)',
      lines: certificateLines,
    },
    { into: 'first_course (participant_id, enrollment_id)', lines: firstLine },
    {
      into: `course_rating (participant_id, enrollment_id, id, course_id, institution_id, stars, rated_at, changed_at)`,
      lines: ratingLine,
    },
  ],
  inOrder: ['enrollment', 'certificate', 'first_course'],
  after: async (client) => {
    await seatPeople(client, now);
    await client.query(RATED);
    await client.query(TAUGHT);
  },
});
