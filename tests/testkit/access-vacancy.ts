import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

// Every vacancy, since many ways lead to one: all of them are of one portal, and none of the fields is null.
const EMPLOYERS = 'update employer set portal_id = $1 where portal_id <> $1';
const VACANCIES = `update vacancy set portal_id = $1, flags = '[{"kind": "FEE", "words": "matriks"}]'
  where portal_id <> $1 or flags = '[]'`;
const REPORTS = `insert into vacancy_report (participant_id, vacancy_id, id, reason, text, reported_at)
  select uuidv7(), id, uuidv7(), 'OTHER', 'Sebuah laporan.', now() from vacancy
  where not exists (select from vacancy_report where vacancy_id = vacancy.id)`;
const PROBLEM = `insert into portal_problem (portal_id, source, code, path, message, reference, example, found_at)
  values ($1, 'SUBMISSION', 'MATRIX', 'title', '{"en": "Mend it.", "id": "Perbaiki."}', 'MATRIX', 'Matriks', now())`;
const VACANCY = `select id from vacancy where is_open order by id limit 1`;
const HELD = `update vacancy set held_at = now() where id = (select id from vacancy where status = 'CLOSED' order by id limit 1)`;

/** Arguments of what is done to vacancies; each would be refused. */
const vacanciesGiven: Arguments = {
  'Mutation.upsertVacancies': 'input: { writtenAt: "2026-01-01T00:00:00Z", items: [] }',
  'Mutation.withdrawMissingVacancies': 'writtenAt: "2026-01-01T00:00:00Z", expected: 1000000',
  'Mutation.pauseVacancy': 'vacancy: "none"',
  'Mutation.resumeVacancy': 'vacancy: "none"',
  'Mutation.closeVacancy': 'vacancy: "none"',
  'Mutation.reportVacancy': 'vacancy: "none", reason: OTHER',
  'Mutation.decideVacancy': 'vacancy: "none", version: 1, isApproved: true',
};

/** Fills the vacancies of the portal of the default run; one that is closed is held back. */
export const findVacancies = async (): Promise<{ entities: { Portal: string; Vacancy: string }; given: Arguments }> => {
  const portal = syntheticOrganizations.portal.id;
  for (const text of [EMPLOYERS, VACANCIES]) await rowsOf('jobs', text, [portal]);
  await rowsOf('jobs', REPORTS);
  await rowsOf('jobs', PROBLEM, [portal]);
  await rowsOf('jobs', HELD);
  const [vacancy] = await rowsOf<{ id: string }>('jobs', VACANCY);
  if (!vacancy) throw new Error('there is no open vacancy');
  return {
    entities: { Portal: portal, Vacancy: vacancy.id },
    given: { ...vacanciesGiven, 'Query.vacancy': `id: "${vacancy.id}"`, 'Query.portal': `id: "${portal}"` },
  };
};
