import { expect, inject, test } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { addCrowd, makeStackRoster } from '../testkit/alumni-of-stack.ts';
import { graphClient, type OperationName, operation } from '../testkit/client.ts';
import { partnerEvents } from '../testkit/partner-event.ts';
import { rowsOf } from '../testkit/people.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';

const as = graphClient(inject('stack'));
const SKILL = 'skill-of-the-story';
const EFFECTIVE_MS = 30_000;

/** The newest recipient of policy 2023 who has bought a course and was paid nothing yet. */
const recipient = async (): Promise<{ id: string; province: string }> => {
  const text = `select participant_id as id from award_claim join participant on participant.id = participant_id
    where wave_number = 1003 and participant.status = 'ACTIVE' order by participant_id desc limit 1`;
  const id = (await rowsOf<{ id: string }>('pmo', text))[0]?.id ?? '';
  // As the event of a certificate would make it; nine others are too few to be shown without this person.
  await rowsOf('jobs', 'insert into skill_profile values ($1, $2, now())', [id, [SKILL]]);
  const region = 'select region_code as code from participant where id = $1';
  const [{ code } = { code: '' }] = await rowsOf<{ code: string }>('pmo', region, [id]);
  await addCrowd([SKILL], code, 9);
  return { id, province: code.slice(0, 2) };
};

const portals = { a: as('portal'), b: as('portal', crypto.randomUUID()) };

type AlumniPage = { alumniBySkill: { nodes: { pseudonym: string }[] } };
const seenBy = async (name: keyof typeof portals, province: string): Promise<string | null> => {
  const query = `{ alumniBySkill(skills: ["${SKILL}"], region: "${province}", purpose: VACANCY, first: 1) { nodes { pseudonym } } }`;
  const { data, errors } = await portals[name].query<AlumniPage>(query);
  expect(errors).toBeUndefined();
  return data.alumniBySkill.nodes[0]?.pseudonym ?? null;
};

interface MutationResult {
  consent?: { id: string } | null;
  submission?: { instalment: number } | null;
  refusal: { code: string } | null;
}
interface OwnJourney {
  me: {
    consents: { nodes: { portalId: string | null; status: string }[] };
    surveys: { nodes: { survey: { code: string }; answers: object[] }[] };
    disbursements: { nodes: { entitlement: string; instalment: number; amount: number; status: string }[] };
  };
}

const MINE = `{ me { consents(first: 5) { nodes { portalId status } }
  surveys(first: 5) { nodes { survey { code } answers { question } } }
  disbursements(first: 5) { nodes { entitlement instalment amount status } } } }`;

const answers: Record<string, object[]> = {
  TRAINING_EVALUATION: [
    { question: 'usefulness', number: 5 },
    { question: 'gains', choices: ['skill', 'contacts'] },
    { question: 'recommends', choices: ['yes'] },
  ],
  WORK_AND_INCOME: [
    { question: 'work', choices: ['business'] },
    { question: 'monthly-income', number: 4_500_000 },
    { question: 'used-skill', choices: ['yes'] },
  ],
  FINANCIAL_INCLUSION: [
    { question: 'uses', choices: ['capital'] },
    { question: 'first-account', choices: ['no'] },
  ],
};

/** What training tells payments when a person has completed the first course. */
const certify = async (participant: string) => {
  const at = new Date().toISOString();
  const done = { participant, course: crypto.randomUUID(), enrollment: crypto.randomUUID() };
  const certificate = {
    ...done,
    certificate: crypto.randomUUID(),
    skills: ['barista-work'],
    levels: ['BASIC'],
    issuedAt: at,
  };
  const send = partnerEvents(inject('stack'));
  const events = [
    { type: 'training.course.completed', data: { ...done, isFirst: true, score: 80, at } },
    { type: 'training.certificate.issued', data: { certificates: [certificate], at } },
  ];
  for (const event of events) expect(await send({ from: 'training', to: 'payments', ...event })).toBe(204);
};

test('a recipient lets portals find them, takes it back, and is owed two surveys once a course is certified', async () => {
  const { id, province } = await recipient();
  const person = as('participant', id);
  const rows: string[][] = [['the person', 'portal A', 'portal B', 'owed for surveys']];
  const call = async (name: OperationName, variables: object): Promise<MutationResult> => {
    const answer = await person.query<Record<string, MutationResult>>(operation(name), {
      ...variables,
      key: crypto.randomUUID(),
    });
    expect(answer.errors).toBeUndefined();
    return Object.values(answer.data)[0] as MutationResult;
  };
  const mine = async () => (await person.query<OwnJourney>(MINE)).data.me;
  const owed = async () =>
    (await mine()).disbursements.nodes
      .filter(({ status }) => status === 'DUE')
      .reduce((sum, { amount }) => sum + amount, 0);
  const look = async () => {
    await makeStackRoster();
    const a = await seenBy('a', province);
    const b = await seenBy('b', province);
    return { a, b, seen: [a, b].map((pseudonym) => (pseudonym ? 'sees' : '–')).join(' '), owed: await owed() };
  };
  /** Waits for what is expected; the table says what was seen. */
  const row = async (what: string, expected: { seen: string; owed: number }) => {
    const fits = ({ seen, owed: due }: Awaited<ReturnType<typeof look>>) =>
      seen === expected.seen && due === expected.owed;
    const { a, b, seen, owed: due } = await until(look, fits, EFFECTIVE_MS);
    rows.push([what, ...seen.split(' '), due.toLocaleString('en-GB')]);
    return { a, b };
  };

  await row('has said nothing', { seen: '– –', owed: 0 });
  const toOne = { purpose: 'JOB_MATCHING', portalId: syntheticOrganizations.portal.id };
  const one = await call('grant-consent', { input: toOne });
  await row('consents to portal A', { seen: 'sees –', owed: 0 });
  const all = await call('grant-consent', { input: { purpose: 'JOB_MATCHING', allPortals: true } });
  const { a, b } = await row('consents to all portals', { seen: 'sees sees', owed: 0 });
  expect(a).not.toBe(b);
  await call('withdraw-consent', { id: all.consent?.id });
  await row('takes that back', { seen: 'sees –', owed: 0 });
  await call('withdraw-consent', { id: one.consent?.id });
  await row('takes the first back', { seen: '– –', owed: 0 });

  const fillIn = async (survey: string) =>
    (await call('submit-survey', { input: { survey, answers: answers[survey] } })).refusal?.code;
  expect(await fillIn('TRAINING_EVALUATION')).toBeUndefined();
  await row('evaluates the training', { seen: '– –', owed: 0 });
  expect(await fillIn('WORK_AND_INCOME')).toBeUndefined();
  await row('tells of work and income', { seen: '– –', owed: 0 });
  await row(`third survey: ${await fillIn('FINANCIAL_INCLUSION')}`, { seen: '– –', owed: 0 });
  await certify(id);
  await row('the first course is certified', { seen: '– –', owed: 100_000 });

  expect(storyTable(rows, { right: [3] })).toMatchInlineSnapshot(`
    "the person                     portal A  portal B  owed for surveys
    has said nothing               –         –                        0
    consents to portal A           sees      –                        0
    consents to all portals        sees      sees                     0
    takes that back                sees      –                        0
    takes the first back           –         –                        0
    evaluates the training         –         –                        0
    tells of work and income       –         –                        0
    third survey: SURVEY_NOT_OPEN  –         –                        0
    the first course is certified  –         –                  100,000"
  `);

  const { consents, surveys, disbursements } = await mine();
  expect(consents.nodes.map(({ status }) => status)).toEqual(['WITHDRAWN', 'WITHDRAWN']);
  expect(surveys.nodes.map(({ survey }) => survey.code)).toEqual(['WORK_AND_INCOME', 'TRAINING_EVALUATION']);
  const payout = { entitlement: 'SURVEY', amount: 50_000, status: 'DUE' };
  expect(disbursements.nodes).toEqual([2, 1].map((instalment) => ({ ...payout, instalment })));
  const funds = `select sum(amount)::int as sum from posting where participant_id = $1 and account_code = 'INCENTIVE_PAYABLE'`;
  expect(await rowsOf('payments', funds, [id])).toEqual([{ sum: 100_000 }]);
});
