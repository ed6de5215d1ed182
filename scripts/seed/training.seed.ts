import { line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import { joinOrganizations } from './organizations.ts';
import type { Person } from './population.ts';
import { copyTables, type SeedTable } from './table.ts';

const enrollmentLines = ({ id: participant, enrollments }: Person) =>
  enrollments
    .map(({ id, courseId, status, price, reservedAt, completedAt }) =>
      line([id, participant, courseId, status, price, reservedAt, reservedAt, completedAt]),
    )
    .join('');

const certificateLines = ({ id: participant, enrollments }: Person) =>
  enrollments
    .map(({ id, courseId, completedAt, certificate }) =>
      certificate
        ? line([certificate.id, id, participant, courseId, completedAt, certificate.score, certificate.skills])
        : '',
    )
    .join('');

/** Platforms, institutions and courses, and who learned what. */
export const trainingSeed = (tables: readonly SeedTable[]): DatabaseSeed => ({
  name: 'training',
  probe: 'select 1 from platform limit 1',
  before: async (client) => {
    await copyTables(client, tables);
    await joinOrganizations(client);
  },
  tables: [
    {
      into: 'enrollment (id, participant_id, course_id, status, price, reserved_at, paid_at, completed_at)',
      lines: enrollmentLines,
    },
    {
      into: 'certificate (id, enrollment_id, participant_id, course_id, issued_at, score, skills)',
      lines: certificateLines,
    },
  ],
  inOrder: ['enrollment', 'certificate'],
  after: async () => undefined,
});
