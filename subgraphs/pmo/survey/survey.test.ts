import { beforeEach, expect, test } from 'vitest';
import { moveParticipantsTo } from '../../../tests/testkit/moves.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { policies } from '../policy/index.ts';
import { readAnswers } from './survey.answers.ts';
import { invariants } from './survey.invariants.ts';
import { surveys } from './surveys.data.ts';

const pmo = await openPmo();
const { pool } = pmo.database;
await openWave(pmo);
await pool.query(
  `insert into wave (number, status, policy_version, is_synthetic) values (2002, 'ANNOUNCED', '2020-B', true)`,
);
const { register } = registering(pmo);

/** A recipient of a wave: 2001 is of policy 2023, 2002 of 2020-B. */
const recipientOf = async (wave: number, status = 'RECIPIENT') => {
  const id = uuidv7();
  count += 1;
  await register(id, personAt(count));
  await moveParticipantsTo(pool, [id], status);
  await pool.query(
    `insert into kk_claim (kk_index, slot, participant_id, wave_number)
      select kk_index, 1, participant_id, $2::int from participant_identity where participant_id = $1`,
    [id, wave],
  );
  await pool.query('insert into award_claim (participant_id, wave_number) values ($1, $2)', [id, wave]);
  return id;
};

let count = 0;
let siti = '';
beforeEach(async () => {
  siti = await recipientOf(2001);
});

interface Submission {
  id: string;
  instalment: number;
  survey: { code: string };
  wave: { number: number };
  answers: object[] | null;
}
type Payload = RefusalAnswer & { submission: Submission | null };

const WANTED = 'id instalment survey { code } wave { number } answers { question choices number text }';
const SUBMIT = `mutation ($input: SubmitSurveyInput!, $key: String!) {
  done: submitSurvey(input: $input, idempotencyKey: $key) { submission { ${WANTED} } refusal { code path } } }`;

const evaluation = [
  { question: 'recommends', choices: ['yes'] },
  { question: 'usefulness', number: 5 },
  { question: 'gains', choices: ['skill', 'contacts'] },
  { question: 'remarks', text: '  Lebih banyak praktik.  ' },
];
const answersTo: Record<string, object[]> = {
  TRAINING_EVALUATION: evaluation,
  WORK_AND_INCOME: [
    { question: 'work', choices: ['business'] },
    { question: 'monthly-income', number: 4_000_000 },
    { question: 'used-skill', choices: ['yes'] },
  ],
  FINANCIAL_INCLUSION: [
    { question: 'uses', choices: ['capital', 'savings'] },
    { question: 'first-account', choices: ['no'] },
  ],
};

interface Call {
  as?: string;
  scope?: string;
  key?: string;
  answers?: object[] | undefined;
}

const submit = async (survey: string, { as = siti, scope = 'self', key = crypto.randomUUID(), answers }: Call = {}) => {
  const input = { survey, answers: answers ?? answersTo[survey] ?? [] };
  return (await pmo.ask<{ done: Payload }>(callerOf(as, scope), SUBMIT, { input, key })).data.done;
};
const codeOf = async (...call: Parameters<typeof submit>) => (await submit(...call)).refusal?.code ?? 'SUBMITTED';

const openTo = async (as = siti) =>
  (
    await pmo.ask<{ surveys: { code: string }[] }>(callerOf(as, 'self'), '{ surveys(openToMe: true) { code } }')
  ).data.surveys.map(({ code }) => code);

const told = async (as = siti) =>
  (
    await pool.query(
      `select data from event_outbox where type = 'pmo.survey.submitted' and data ->> 'participant' = $1 order by id`,
      [as],
    )
  ).rows.map(({ data }) => data);

test('a recipient fills in a survey once; what is told are facts, and no answer', async () => {
  const { submission, refusal } = await submit('TRAINING_EVALUATION');
  expect(refusal).toBeNull();
  expect(submission).toMatchObject({ instalment: 1, survey: { code: 'TRAINING_EVALUATION' }, wave: { number: 2001 } });
  expect(submission?.answers).toEqual([
    { question: 'usefulness', choices: null, number: 5, text: null },
    { question: 'gains', choices: ['skill', 'contacts'], number: null, text: null },
    { question: 'recommends', choices: ['yes'], number: null, text: null },
    { question: 'remarks', choices: null, number: null, text: 'Lebih banyak praktik.' },
  ]);
  expect(await told()).toEqual([
    {
      participant: siti,
      wave: 2001,
      policyVersion: '2023',
      survey: 'TRAINING_EVALUATION',
      instalment: 1,
      at: expect.any(String),
    },
  ]);
  expect(await codeOf('TRAINING_EVALUATION')).toBe('SURVEY_ALREADY_SUBMITTED');
});

test('policy 2023 pays two surveys, 2020-B three; what is open says which are left', async () => {
  const budi = await recipientOf(2002);
  expect([await openTo(), await openTo(budi)]).toEqual([
    ['TRAINING_EVALUATION', 'WORK_AND_INCOME'],
    ['TRAINING_EVALUATION', 'WORK_AND_INCOME', 'FINANCIAL_INCLUSION'],
  ]);
  const all = surveys.map(({ code }) => code);
  for (const as of [siti, budi])
    for (const code of all.slice(0, 2)) expect(await codeOf(code, { as })).toBe('SUBMITTED');
  expect(await codeOf('FINANCIAL_INCLUSION', { as: siti })).toBe('SURVEY_NOT_OPEN');
  expect(await codeOf('FINANCIAL_INCLUSION', { as: budi })).toBe('SUBMITTED');
  expect([await openTo(), await openTo(budi)]).toEqual([[], []]);
  expect((await told(budi)).map(({ instalment }) => instalment)).toEqual([1, 2, 3]);
});

test('no instalment is claimed beyond those of the policy, whatever the survey', async () => {
  await pool.query(
    `insert into survey_submission (id, participant_id, survey_code, wave_number, policy_version, instalment, submitted_at)
      select uuidv7(), $1, 'OLD_' || at, 2001, '2023', at, now() from generate_series(1, 2) as at`,
    [siti],
  );
  expect(await openTo()).toEqual([]);
  expect(await codeOf('TRAINING_EVALUATION')).toBe('SURVEY_INSTALMENTS_USED');
});

test('twenty calls at once for two surveys are two submissions, of one instalment each', async () => {
  const codes = ['TRAINING_EVALUATION', 'WORK_AND_INCOME'];
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => codeOf(codes[at % 2] as string)));
  expect(answers.filter((code) => code === 'SUBMITTED')).toHaveLength(2);
  expect(new Set(answers)).toEqual(new Set(['SUBMITTED', 'SURVEY_ALREADY_SUBMITTED']));
  const claimed = await pool.query('select instalment from survey_submission where participant_id = $1 order by 1', [
    siti,
  ]);
  expect(claimed.rows).toEqual([{ instalment: 1 }, { instalment: 2 }]);
  expect(await told()).toHaveLength(2);
});

test('a repeated call answers as the first one; other answers under its key do not', async () => {
  const key = crypto.randomUUID();
  const first = await submit('TRAINING_EVALUATION', { key });
  expect(await submit('TRAINING_EVALUATION', { key })).toEqual(first);
  const [recommends, ...others] = evaluation;
  const changed = [...others, { ...recommends, choices: ['no'] }];
  expect(await codeOf('TRAINING_EVALUATION', { key, answers: changed })).toBe('IDEMPOTENCY_KEY_REUSED');
});

test.each(['VERIFIED', 'APPLICANT', 'REVOKED', 'BARRED'])('who is %s has no award that pays', async (status) => {
  const budi = await recipientOf(2001, status);
  expect(await openTo(budi)).toEqual([]);
  expect(await codeOf('TRAINING_EVALUATION', { as: budi })).toBe('AWARD_REQUIRED');
  expect(await told(budi)).toEqual([]);
});

test('without an award, with one that was revoked, or with another scope nothing is taken', async () => {
  const budi = uuidv7();
  count += 1;
  await register(budi, personAt(count));
  expect(await codeOf('TRAINING_EVALUATION', { as: budi })).toBe('AWARD_REQUIRED');
  expect(await codeOf('TRAINING_EVALUATION', { as: uuidv7() })).toBe('AWARD_REQUIRED');
  await pool.query('update award_claim set revoked_at = now() where participant_id = $1', [siti]);
  expect(await codeOf('TRAINING_EVALUATION')).toBe('AWARD_REQUIRED');
  expect(await codeOf('TRAINING_EVALUATION', { scope: 'participant:read' })).toBe('FORBIDDEN');
  expect(await codeOf('NO_SURVEY')).toBe('SURVEY_UNKNOWN');
});

const without = (question: string) => evaluation.filter((answer) => answer.question !== question);
const instead = (answer: { question: string }) => [answer, ...without(answer.question)];

test.each([
  ['QUESTION_UNKNOWN', '0.question', instead({ question: 'weather' })],
  ['QUESTION_REPEATED', '4.question', [...evaluation, { question: 'usefulness', number: 4 }]],
  ['ANSWER_MISSING', 'usefulness', without('usefulness')],
  ['ANSWER_KIND_WRONG', '0', [{ question: 'usefulness', text: '5' }]],
  ['ANSWER_KIND_WRONG', '0', [{ question: 'usefulness' }]],
  ['ANSWER_KIND_WRONG', '0', [{ question: 'usefulness', number: 5, text: 'lima' }]],
  ['CHOICE_UNKNOWN', '0.choices.1', [{ question: 'gains', choices: ['skill', 'fame'] }]],
  ['CHOICE_REPEATED', '0.choices.1', [{ question: 'gains', choices: ['skill', 'skill'] }]],
  ['CHOICES_OUT_OF_RANGE', '0.choices', [{ question: 'gains', choices: [] }]],
  ['CHOICES_OUT_OF_RANGE', '0.choices', [{ question: 'recommends', choices: ['yes', 'no'] }]],
  ['NUMBER_OUT_OF_RANGE', '0.number', [{ question: 'usefulness', number: 6 }]],
  ['NUMBER_OUT_OF_RANGE', '0.number', [{ question: 'usefulness', number: 0 }]],
  ['TEXT_EMPTY', '0.text', [{ question: 'remarks', text: ' ' }]],
  ['TEXT_EMPTY', '0.text', [{ question: 'remarks', text: '\u200b\u3164\u00ad' }]],
  ['TEXT_TOO_LONG', '0.text', [{ question: 'remarks', text: 'x'.repeat(1_001) }]],
  ['TEXT_MALFORMED', '0.text', [{ question: 'remarks', text: 'a\u0000b' }]],
])('wrong answers are refused as %s at %s', async (code, at, answers) => {
  const { refusal } = await submit('TRAINING_EVALUATION', { answers });
  expect(refusal).toMatchObject({ code, path: ['input', 'answers', ...at.split('.')] });
  expect(await told()).toEqual([]);
});

test('the answers lie sealed, are shown to the person alone, and end with the key', async () => {
  const { submission } = await submit('TRAINING_EVALUATION');
  const row = async () =>
    (
      await pool.query('select sealed, survey_submission::text as row from survey_submission where id = $1', [
        submission?.id,
      ])
    ).rows[0];
  const stored = await row();
  expect(stored.row).not.toContain(Buffer.from('Lebih banyak praktik').toString('hex'));
  const read = (as: string, scope: string, wanted = WANTED) =>
    pmo.ask<{ participant: { surveys: { nodes: Submission[] } } | null }>(
      callerOf(as, scope),
      `query ($id: ID!) { participant(id: $id) { surveys(first: 5) { nodes { ${wanted} } } } }`,
      { id: siti },
    );
  const own = await read(siti, 'self');
  expect(own.data.participant?.surveys.nodes).toEqual([submission]);
  // The person, the page, the wave, the sealed answers and the key.
  expect(own.statements).toBe(5);
  const officer = await read('synthetic-officer', 'participant:read', 'id instalment');
  expect(officer.data.participant?.surveys.nodes).toHaveLength(1);
  expect((await read('synthetic-officer', 'participant:read')).codes).toEqual(['FORBIDDEN']);
  expect((await read(uuidv7(), 'self participant:read')).codes).toEqual(['FORBIDDEN']);
  expect((await read(uuidv7(), 'self')).codes).toEqual(['FORBIDDEN']);

  const erase = 'mutation ($id: ID!) { eraseParticipant(id: $id) { refusal { code } } }';
  await pmo.ask(callerOf('synthetic-officer', 'participant:erase'), erase, { id: siti });
  expect((await row()).sealed).toBeNull();
  expect((await read(siti, 'self')).data.participant?.surveys.nodes).toEqual([{ ...submission, answers: null }]);
  expect(await codeOf('WORK_AND_INCOME')).toBe('AWARD_REQUIRED');
});

test('the list of surveys is public and in two languages; nobody without a token asks what is open to them', async () => {
  const all = await pmo.askAnonymously<{ surveys: { code: string; title: string }[] }>('{ surveys { code title } }');
  expect(all.data.surveys.map(({ code }) => code)).toEqual(surveys.map(({ code }) => code));
  const open = '{ surveys(openToMe: true) { code } }';
  expect((await pmo.askAnonymously(open)).codes).toEqual(['UNAUTHENTICATED']);
  expect((await pmo.ask(callerOf('portal', 'alumni:search'), open)).codes).toEqual(['FORBIDDEN']);
});

test.each(policies)('policy $version has as many surveys as it pays', ({ version, survey }) => {
  expect(surveys.filter(({ paidUnder }) => paidUnder.includes(version))).toHaveLength(survey.instalments);
});

test.each(surveys)('survey $code can be answered, and names each question and choice once', (survey) => {
  expect(readAnswers(survey, (answersTo[survey.code] ?? []) as { question: string }[])).not.toEqual([]);
  const ids = survey.questions.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { kind, choices } of survey.questions) expect((choices?.length ?? 0) > 0).toBe(kind.includes('CHOICE'));
});

test.each([
  ['a survey twice', `select uuidv7(), $1, 'TRAINING_EVALUATION', 2001, '2023', 2`, 'survey_submission_once_uq'],
  ['an instalment twice', `select uuidv7(), $1, 'WORK_AND_INCOME', 2001, '2023', 1`, 'survey_submission_instalment_uq'],
])('the database refuses %s', async (_what, row, constraint) => {
  await submit('TRAINING_EVALUATION');
  const insert = `insert into survey_submission (id, participant_id, survey_code, wave_number, policy_version, instalment, submitted_at) ${row}, now()`;
  await expect(pool.query(insert, [siti])).rejects.toMatchObject({ constraint });
});

test('all of this left every invariant true; a claim beyond the policy breaks one', async () => {
  const broken = async () =>
    (await Promise.all(invariants.map(async ({ name, sql }) => ({ name, rows: (await pool.query(sql)).rows })))).filter(
      ({ rows }) => rows.length > 0,
    );
  expect(await broken()).toEqual([]);
  await submit('TRAINING_EVALUATION');
  await pool.query('update survey_submission set instalment = 3 where participant_id = $1', [siti]);
  expect((await broken()).map(({ rows }) => rows.length)).toEqual([1]);
});
