import { jobsConsents } from './consent.ts';
import { line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import type { Person } from './population.ts';
import { copyTables, type SeedTable } from './table.ts';

/** What the events of the certificates would have made. */
const profileLine = ({ id, enrollments }: Person) => {
  const certificates = enrollments.flatMap(({ certificate }) => certificate ?? []);
  const latest = enrollments.findLast(({ certificate }) => certificate)?.completedAt;
  if (!latest) return '';
  return line([id, [...new Set(certificates.flatMap(({ skills }) => skills))], latest]);
};

const certificateLines = ({ id: participant, enrollments }: Person) =>
  enrollments
    .map(({ completedAt, certificate }) =>
      certificate ? line([participant, certificate.id, certificate.skills, completedAt]) : '',
    )
    .join('');

/** Employers and vacancies, the skill profiles of the alumni, and who of them lets portals find them. */
export const jobsSeed = (tables: readonly SeedTable[]): DatabaseSeed => ({
  name: 'jobs',
  probe: 'select 1 from employer limit 1',
  before: (client) => copyTables(client, tables),
  tables: [
    { into: 'skill_profile (participant_id, skills, updated_at)', lines: profileLine },
    { into: 'profile_certificate (participant_id, certificate_id, skills, issued_at)', lines: certificateLines },
    jobsConsents,
  ],
  inOrder: ['skill_profile', 'profile_certificate'],
  after: async () => undefined,
});
