import { beforeAll, expect, inject, test } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { addCrowd, makeStackRoster } from '../testkit/alumni-of-stack.ts';
import { graphClient, operation } from '../testkit/client.ts';
import { idsOf, rowsOf } from '../testkit/people.ts';
import { addStackVacancy } from '../testkit/work-of-stack.ts';

const as = graphClient(inject('stack'));
const officer = as('officer');
const portal = as('portal');
const MANY = 50;

const APPLIED = `with applied as (
    insert into application (participant_id, id, vacancy_id, portal_id, status, submitted_at, changed_at)
      select id, uuidv7(), $2, $3, 'HIRED', now(), now() from unnest($1::uuid[]) as id returning participant_id, id
  )
  insert into placement (participant_id, id, application_id, portal_id, status, starts_on, wage_band, reported_at)
    select participant_id, uuidv7(), id, $3, 'REPORTED', current_date, 'FROM_10M', now() from applied`;

const WEEK = `insert into labour_market_week (week, counted_at) values (date_trunc('week', now())::date, now())
  on conflict do nothing`;
const FIGURES = `insert into labour_market_figure (region_code, week, skill_code, demand, supply)
  select distinct '', (select max(week) from labour_market_week), skill_code, 10, 20 from vacancy_skill
  on conflict do nothing`;

let vacancy: string;
beforeAll(async () => {
  vacancy = await addStackVacancy({ skill: 'welding', region: '32.73' });
  const people = await idsOf('ALUMNI', MANY);
  await rowsOf('jobs', APPLIED, [people, vacancy, syntheticOrganizations.portal.id]);
  await addCrowd(['welding'], '32.73', MANY);
  await makeStackRoster();
  await rowsOf('jobs', WEEK);
  await rowsOf('jobs', FIGURES);
});

/** What an operation costs for one row and for many: the same, for rows that are there. */
const costs = async (ask: (first: number) => ReturnType<typeof officer.query<object>>) => {
  const one = await ask(1);
  const many = await ask(MANY);
  expect([one.errors, many.errors]).toEqual([undefined, undefined]);
  expect(many.asked).toEqual(one.asked);
  expect(many.statements).toEqual(one.statements);
  return many;
};

test('vacancies for 50 people on one page take at most three statements of jobs', async () => {
  const text = `query ($first: Int!) { participants(first: $first, filter: { status: ALUMNI }) { nodes { id
    recommendedVacancies(first: 5) { nodes { matchingSkills { code } reasons { code text } vacancy { id title openUntil } }
      pageInfo { hasNextPage } } } } }`;
  type People = { participants: { nodes: { recommendedVacancies: { nodes: object[] } }[] } };
  const { statements, data } = await costs((first) => officer.query(text, { first }));
  const { nodes } = (data as People).participants;
  expect(nodes).toHaveLength(MANY);
  expect(nodes.filter(({ recommendedVacancies }) => recommendedVacancies.nodes.length > 0).length).toBeGreaterThan(
    MANY / 2,
  );
  expect(statements.jobs).toBeLessThanOrEqual(3);
});

test('applications of 50 people take as many statements as those of one: with their vacancies and hires, three', async () => {
  const text = `query ($first: Int!) { participants(first: $first, filter: { status: ALUMNI }) { nodes {
    applications(first: 3) { nodes { id status vacancy { title } placement { status startsOn } } } } } }`;
  const { statements } = await costs((first) => officer.query(text, { first }));
  expect(statements.jobs).toBe(3);
});

test('fifty applicants of a portal cost what one does, with their names and contacts', async () => {
  const text = `query ($first: Int!) { portal { applications(first: $first) { nodes { id status applicant { name }
    vacancy { title } placement { status } } } quota { used } invitationQuota { used } } }`;
  type Applicants = { portal: { applications: { nodes: object[] } } };
  const { statements, data } = await costs((first) => portal.query(text, { first }));
  expect((data as Applicants).portal.applications.nodes).toHaveLength(MANY);
  // The portal, its applications, their vacancies and hires, and two quotas.
  expect(statements.jobs).toBe(6);
});

test('alumni for a vacancy take five statements of jobs with the quota, however many there are', async () => {
  const ask = (first: number) => portal.query<object>(operation('vacancy-alumni'), { vacancy, first });
  const { statements, data } = await costs(ask);
  type Alumni = { vacancy: { alumni: { nodes: { reasons: { code: string }[] }[] } } };
  const { nodes } = (data as Alumni).vacancy.alumni;
  expect(nodes.length).toBeGreaterThanOrEqual(10);
  expect(nodes[0]?.reasons.map(({ code }) => code)).toEqual(['SKILLS_MATCH', 'SAME_PROVINCE']);
  // The vacancy, the skills to search by, and the search; the portal and its quota.
  expect(statements.jobs).toBe(5);
});

test('the labour market takes one statement of jobs a page, for everyone', async () => {
  type Market = { labourMarket: { nodes: object[] } };
  const { statements, asked, data } = await costs((first) => as().query<object>(operation('labour-market'), { first }));
  expect((data as Market).labourMarket.nodes.length).toBeGreaterThan(10);
  expect(asked).toEqual(['jobs', 'pmo']);
  expect(statements.jobs).toBe(1);
});

test('outcomes of the courses of a page take one statement of jobs', async () => {
  const text = `query ($first: Int!) { courses(first: $first) { nodes { id jobOutcomes { month placed } } } }`;
  const { statements } = await costs((first) => as().query(text, { first }));
  expect(statements.jobs).toBe(1);
});
