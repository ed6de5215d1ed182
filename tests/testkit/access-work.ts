import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Arguments } from './access-document.ts';
import type { RowOwners } from './access-organizations.ts';
import { addCrowd, makeStackRoster } from './alumni-of-stack.ts';
import { rowsOf } from './people.ts';

const portal = syntheticOrganizations.portal.id;
const PROVINCE = '32';

// Of every vacancy that is open or held, since many ways lead to one: an application of the person's that none of its fields is null of.
const APPLICATIONS = `insert into application (participant_id, id, vacancy_id, portal_id, status, message, submitted_at,
    changed_at)
  select $1, uuidv7(), id, portal_id, 'HIRED', 'Matriks', now(), now() from vacancy where is_open or held_at is not null
  on conflict do nothing`;
const APPLIED = 'select id, vacancy_id as vacancy from application where participant_id = $1';
const INVITATIONS = `insert into invitation (participant_id, id, vacancy_id, portal_id, pseudonym, message, status,
    application_id, sent_at, until, answered_at)
  select participant_id, uuidv7(), vacancy_id, portal_id, uuidv7()::text, 'Silakan melamar.', 'ACCEPTED', id, now(),
    now() + interval '14 days', now() from application where id = any($1::uuid[]) on conflict do nothing`;
const PLACEMENTS = `insert into placement (participant_id, id, application_id, portal_id, status, starts_on, wage_band,
    is_retained_at_3_months, is_retained_at_6_months, reported_at, answered_at)
  select participant_id, uuidv7(), id, portal_id, 'CONFIRMED', (now() at time zone 'Asia/Jakarta')::date, 'FROM_10M', true, true, now(), now()
    from application where id = any($1::uuid[]) on conflict do nothing`;
const SHARED = `insert into shared_contact (application_id, participant_id, portal_id, shared_at)
  select id, $2, $3, now() from unnest($1::uuid[]) as id on conflict do nothing`;
const LEVELS = `update profile_certificate set levels = array_fill('BASIC'::text, array[cardinality(skills)])
  where participant_id = $1`;
const WANTED =
  'select distinct on (vacancy_id) skill_code as code from vacancy_skill where is_open order by vacancy_id, skill_code';
const WEEK = `insert into labour_market_week (week, counted_at) values (date_trunc('week', now())::date, now())
  on conflict do nothing`;
const LEARNT = `select distinct skill_code as code from course_skill join course on course.id = course_id
  where status in ('ACTIVE', 'WATCHED')`;
// First of all skills, and one with vacancies and courses: the list leads to both.
const FIGURE = `insert into labour_market_figure (region_code, week, skill_code, demand, supply)
  select '', (select max(week) from labour_market_week), skill_code, 1000000, 10 from vacancy_skill
    where is_open and skill_code = any($1::text[]) order by skill_code limit 1
  on conflict (region_code, week, skill_code) do update set demand = excluded.demand`;
const EMPLOYMENT = `insert into employment (participant_id, placement_id, status, starts_on, told_at)
  values ($1, uuidv7(), 'CONFIRMED', (now() at time zone 'Asia/Jakarta')::date, now()) on conflict do nothing`;

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
  await rowsOf('jobs', LEVELS, [victim]);
  await rowsOf('jobs', APPLICATIONS, [victim]);
  const applied = await rowsOf<{ id: string; vacancy: string }>('jobs', APPLIED, [victim]);
  const ids = applied.map(({ id }) => id);
  const application = applied.find((each) => each.vacancy === vacancy)?.id ?? '';
  await rowsOf('jobs', INVITATIONS, [ids]);
  await rowsOf('jobs', PLACEMENTS, [ids]);
  await rowsOf('pmo', SHARED, [ids, victim, portal]);
  await rowsOf('pmo', EMPLOYMENT, [victim]);
  // Every open vacancy has a skill that ten people have in the province that is looked in.
  const wanted = await rowsOf<{ code: string }>('jobs', WANTED);
  await addCrowd([...new Set(wanted.map(({ code }) => code))], `${PROVINCE}.73`, 10);
  await makeStackRoster();
  await rowsOf('jobs', WEEK);
  const learnt = await rowsOf<{ code: string }>('training', LEARNT);
  await rowsOf('jobs', FIGURE, [learnt.map(({ code }) => code)]);
  const id = `id: "${uuidv7()}"`;
  const hire = 'startsOn: "2026-01-01", wageBand: FROM_10M';
  return {
    entities: { Application: application },
    given: {
      'Vacancy.alumni': `region: "${PROVINCE}"`,
      'Portal.vacancies': 'status: OPEN',
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
