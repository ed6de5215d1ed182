import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Arguments } from './access-document.ts';
import type { RowOwners } from './access-organizations.ts';
import { rowsOf } from './people.ts';

const portal = syntheticOrganizations.portal.id;

const APPLICATION = `insert into application (participant_id, id, vacancy_id, portal_id, status, message, submitted_at,
    changed_at) values ($1, $2, $3, $4, 'HIRED', 'Matriks', now(), now())`;
const INVITATION = `insert into invitation (participant_id, id, vacancy_id, portal_id, pseudonym, message, status,
    application_id, sent_at, until, answered_at)
  values ($1, uuidv7(), $3, $4, uuidv7()::text, 'Silakan melamar.', 'ACCEPTED', $2, now(), now() + interval '14 days', now())`;
const PLACEMENT = `insert into placement (participant_id, id, application_id, portal_id, status, starts_on, wage_band,
    is_retained_at_3_months, is_retained_at_6_months, reported_at, answered_at)
  values ($1, uuidv7(), $2, $3, 'CONFIRMED', current_date, 'FROM_10M', true, true, now(), now())`;
const SHARED = `insert into shared_contact (application_id, participant_id, portal_id, shared_at) values ($1, $2, $3, now())`;
const EMPLOYMENT = `insert into employment (participant_id, placement_id, status, starts_on, told_at)
  values ($1, uuidv7(), 'CONFIRMED', current_date, now()) on conflict do nothing`;

/** Organisations whose rows an application is: the portal of its vacancy, and another one. */
export const applicationOwners: RowOwners = { own: [portal], other: uuidv7() };

interface WorkWanted {
  victim: string;
  key: string;
  /** A vacancy of the portal of the default run. */
  vacancy: string;
}

/** The person applies at the portal of the default run by an invitation, and is hired: none of its fields is null. */
export const findWork = async ({
  victim,
  key,
  vacancy,
}: WorkWanted): Promise<{ entities: Record<string, string>; given: Arguments }> => {
  const application = uuidv7();
  await rowsOf('jobs', APPLICATION, [victim, application, vacancy, portal]);
  await rowsOf('jobs', INVITATION, [victim, application, vacancy, portal]);
  await rowsOf('jobs', PLACEMENT, [victim, application, portal]);
  await rowsOf('pmo', SHARED, [application, victim, portal]);
  await rowsOf('pmo', EMPLOYMENT, [victim]);
  const id = `id: "${uuidv7()}"`;
  const hire = 'startsOn: "2026-01-01", wageBand: FROM_10M';
  return {
    entities: { Application: application },
    given: {
      'Query.application': `id: "${application}"`,
      'Mutation.applyToVacancy': `vacancyId: "${uuidv7()}", ${key}`,
      'Mutation.withdrawApplication': id,
      'Mutation.updateApplication': `${id}, status: REJECTED`,
      'Mutation.inviteAlumni': `vacancyId: "${uuidv7()}", pseudonyms: ["${uuidv7()}"], message: "Silakan melamar.", ${key}`,
      'Mutation.answerInvitation': `${id}, accept: false`,
      'Mutation.reportPlacement': `input: { applicationId: "${uuidv7()}", ${hire} }`,
      'Mutation.confirmPlacement': id,
    },
  };
};
