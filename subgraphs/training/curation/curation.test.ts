import { expect, test } from 'vitest';
import { assessors, officer, openCuration, scores } from '../../../tests/testkit/curation.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, organizations } from '../../../tests/testkit/training.ts';
import { curation } from './curation.feature.ts';

const training = await openCuration(40);
const { database, ask, submit, assess, assessAll, decide, statusOf, facts } = training;

const asOrganization = (org: string | null, scope: string, id = 'client-other') => ({ ...callerOf(id, scope), org });
const mend = [{ indicator: 'SYLLABUS_STRUCTURED', what: 'Urutkan unit dari dasar.' }];

test('a version is assessed by its platform, the office and a university, and goes on sale', async () => {
  const course = await submit({ title: 'Barista Mahir', price: 450_000 });
  expect((await assess(course, 'PLATFORM')).assessment).toEqual({ layer: 'PLATFORM', version: 1, mean: 4 });
  expect(await statusOf(course)).toBe('UNDER_ASSESSMENT');
  await assess(course, 'PMO');
  expect((await decide(course)).refusal?.code).toBe('ASSESSMENT_INCOMPLETE');
  expect((await assess(course, 'ASSESSOR', { scored: scores({ TEACHING_INTERACTIVE: 2 }) })).assessment?.mean).toBe(
    3.78,
  );
  expect((await decide(course, { reason: 'Baik.' })).decision).toMatchObject({ outcome: 'APPROVED', reason: 'Baik.' });
  const { rows } = await database.pool.query('select status, title, price from course where id = $1', [course]);
  expect(rows).toEqual([{ status: 'ACTIVE', title: 'Barista Mahir', price: 450_000n }]);
  const told = await facts(course);
  expect(new Set(told.map(({ organization }) => organization))).toEqual(
    new Set([organizations.pijar, organizations.satu]),
  );
  expect(told.map(({ type }) => type).sort()).toEqual([
    'course.status.changed',
    'course.status.changed',
    'course.version.decided',
    'course.version.decided',
  ]);
});

test('what is sent back says what to mend; the next version starts again, and the one on sale stays', async () => {
  const course = await submit();
  await assessAll(course);
  const back = { isApproved: false, reason: 'Silabus belum urut.', mend };
  expect((await decide(course, back)).decision).toMatchObject({ outcome: 'SENT_BACK', mend });
  expect(await statusOf(course)).toBe('DRAFT');
  const problems = `{ platform(id: "${idOf(1)}") { problems(first: 1) { nodes { code message path source } } } }`;
  const { data } = await ask(assessors.PLATFORM, problems);
  const [{ indicator: code, what: message } = { indicator: '', what: '' }] = mend;
  const problem = { code, message, path: `indicators.${code}`, source: 'CURATION' };
  expect(data).toEqual({ platform: { problems: { nodes: [problem] } } });
  await database.pool.query(`update course set status = 'SUBMITTED', latest_version = 2 where id = $1`, [course]);
  await submit({ title: 'Barista Baru' }, { course, version: 2 });
  expect((await assess(course, 'PMO', { version: 2 })).refusal?.code).toBe('LAYER_NOT_YET');
  await assessAll(course, 2);
  expect((await decide(course, { version: 2 })).refusal).toBeNull();
  await submit({ title: 'Barista Ketiga' }, { course, version: 3 });
  await assessAll(course, 3);
  await decide(course, { ...back, version: 3 });
  const { rows } = await database.pool.query('select status, title, version from course where id = $1', [course]);
  expect(rows).toEqual([{ status: 'ACTIVE', title: 'Barista Baru', version: 2 }]);
});

test('twenty officers who decide at once make one decision', async () => {
  const course = await submit();
  await assessAll(course);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const as = officer(`officer-${index}`);
      return decide(course, index % 2 === 0 ? { as } : { as, isApproved: false, reason: 'Belum.', mend });
    }),
  );
  expect(answers.filter(({ decision }) => decision !== null)).toHaveLength(1);
  expect(new Set(answers.flatMap(({ refusal }) => refusal?.code ?? []))).toEqual(new Set(['VERSION_NOT_WAITING']));
  const { rows } = await database.pool.query('select count(*)::int from course_decision where course_id = $1', [
    course,
  ]);
  expect(rows).toEqual([{ count: 1 }]);
});

test('ten who assess in one layer at once make one assessment', async () => {
  const course = await submit();
  await assess(course, 'PLATFORM');
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => assess(course, 'PMO', { as: officer(`officer-${index}`) })),
  );
  expect(answers.filter(({ assessment }) => assessment !== null)).toHaveLength(1);
  expect(new Set(answers.flatMap(({ refusal }) => refusal?.code ?? []))).toEqual(new Set(['ASSESSMENT_ALREADY_MADE']));
});

test('who assessed decides about no version of the course, and whoever decides is no owner', async () => {
  const course = await submit();
  await assessAll(course);
  const codes = [
    await decide(course, { as: officer('officer-checks') }),
    await decide(course, { as: { ...officer('officer-free'), org: organizations.pijar } }),
    await decide(course, { as: { ...officer('officer-free'), org: organizations.satu } }),
  ].map(({ refusal }) => refusal?.code);
  expect(codes).toEqual(Array.from({ length: 3 }, () => 'CONFLICT_OF_INTEREST'));
  expect((await decide(course)).refusal).toBeNull();
});

test('an owner assesses in no other layer, by organisation and by person', async () => {
  const course = await submit();
  await assess(course, 'PLATFORM');
  for (const org of [organizations.pijar, organizations.satu]) {
    const as = { ...officer('officer-owner'), org };
    expect((await assess(course, 'PMO', { as })).refusal?.code).toBe('CONFLICT_OF_INTEREST');
  }
  // The person who checked for the platform, now with a token of the office.
  const moved = officer('client-pijar');
  expect((await assess(course, 'PMO', { as: moved })).refusal?.code).toBe('ASSESSMENT_ALREADY_MADE');
});

test('the database refuses an assessor who decides, an owner who is independent, and a change of sides', async () => {
  const course = await submit();
  const insert = (text: string) => database.pool.query(text, [course]);
  await expect(
    insert(`insert into course_decision (id, course_id, version, outcome, decided_by, organization_id, assessed_by, decided_at)
      values (uuidv7(), $1, 1, 'APPROVED', 'a', uuidv7(), '{a}', now())`),
  ).rejects.toThrow('course_decision_assessor_ck');
  await expect(
    insert(`insert into course_assessment
        (id, course_id, version, layer, scores, mean, assessed_by, organization_id, owners, assessed_at)
      values (uuidv7(), $1, 1, 'ASSESSOR', '[1]', 4, 'a', '${idOf(1)}', '{${idOf(1)}}', now())`),
  ).rejects.toThrow('course_assessment_owner_ck');
  await insert(`insert into course_side values ($1, 'person:a', 'ASSESSOR')`);
  await expect(insert(`insert into course_side values ($1, 'person:a', 'MONITOR')`)).rejects.toThrow(
    'course_side_pkey',
  );
});

const foreign = asOrganization(organizations.pintar, 'course:publish');

test.each([
  ['COURSE_VERSION_UNKNOWN', 'another platform', () => ({ as: foreign })],
  ['COURSE_VERSION_UNKNOWN', 'its institution', () => ({ as: asOrganization(organizations.satu, 'course:publish') })],
  ['COURSE_VERSION_UNKNOWN', 'another version', () => ({ version: 7 })],
  ['FORBIDDEN', 'no scope', () => ({ as: asOrganization(organizations.pijar, 'enrollment:read') })],
  ['FORBIDDEN', 'no organisation', () => ({ as: asOrganization(null, 'course:publish') })],
  ['INDICATOR_MISSING', 'a list that is not whole', () => ({ scored: scores().slice(1) })],
  ['INDICATOR_REPEATED', 'one twice', () => ({ scored: [...scores(), ...scores().slice(0, 1)] })],
  ['INDICATOR_UNKNOWN', 'one that is none', () => ({ scored: [{ indicator: 'COLOUR', score: 3 }] })],
  ['SCORE_OUT_OF_RANGE', 'a score of 6', () => ({ scored: scores({ PRICE_FAIR: 6 }) })],
  ['SCORE_OUT_OF_RANGE', 'a score of 0', () => ({ scored: scores({ PRICE_FAIR: 0 }) })],
  [
    'COMMENT_MALFORMED',
    'a low score without a comment',
    () => ({
      scored: scores({ PRICE_FAIR: 2 }).map((each) => ({ ...each, comment: null })),
    }),
  ],
])('an assessment is refused as %s: %s', async (code, _what, options) => {
  const course = await submit();
  expect((await assess(course, 'PLATFORM', options())).refusal?.code).toBe(code);
  expect(await statusOf(course)).toBe('SUBMITTED');
});

test.each([
  ['PRICE_ABOVE_OUTSIDE', { price: 700_000 }],
  ['FREE_OUTSIDE', { priceOutside: 0 }],
  ['DURATION_TOO_SHORT', { durationHours: 14 }],
  ['INSTITUTION_TOO_YOUNG', { institution: idOf(2) }],
])('no version is approved against the policy of the day: %s', async (code, content) => {
  const course = await submit(content);
  await assessAll(course);
  expect((await decide(course)).refusal?.code).toBe(code);
  expect(await statusOf(course)).toBe('UNDER_ASSESSMENT');
});

test.each([
  ['a required indicator that is low', { NOT_A_BUNDLE: 2 }, 'NOT_A_BUNDLE'],
  ['a low mean', { ACCESSIBLE: 1, PRICE_FAIR: 1, DESCRIPTION_TRUE: 1, TEACHING_INTERACTIVE: 1 }, 'mean'],
])('the independent assessor forbids an approval by %s', async (_what, low, named) => {
  const course = await submit();
  await assess(course, 'PLATFORM');
  await assess(course, 'PMO');
  await assess(course, 'ASSESSOR', { scored: scores(low) });
  const { refusal } = await decide(course);
  expect(refusal).toMatchObject({ code: 'SCORES_TOO_LOW', message: expect.stringContaining(named) });
});

test.each([
  ['MEND_MISSING', { isApproved: false, reason: 'Belum.' }],
  ['MEND_MISSING', { mend }],
  ['REASON_MALFORMED', { isApproved: false, mend }],
  ['MEND_MALFORMED', { isApproved: false, reason: 'Belum.', mend: [{ indicator: 'ATTENDANCE_KEPT', what: ' ' }] }],
  ['INDICATOR_UNKNOWN', { isApproved: false, reason: 'Belum.', mend: [{ indicator: 'COLOUR', what: 'Ganti.' }] }],
  ['COURSE_VERSION_UNKNOWN', { version: 9 }],
  ['FORBIDDEN', { as: assessors.ASSESSOR }],
  ['FORBIDDEN', { as: assessors.PLATFORM }],
])('a decision is refused as %s', async (code, options) => {
  const course = await submit();
  expect((await decide(course, options)).refusal?.code).toBe(code);
});

const READ = `query ($id: ID!) { _entities(representations: [{ __typename: "Course", id: $id }]) { ... on Course {
  assessments(first: 5) { nodes { layer scores { indicator score } } } decisions(first: 5) { nodes { outcome } } } } }`;

test('its platform, its institution and officers see each step; others see none', async () => {
  const course = await submit();
  await assessAll(course);
  await decide(course);
  const seenBy = async (as: ReturnType<typeof asOrganization>) => {
    type Page<T> = { nodes: T[] } | null;
    type Answer = { _entities: { assessments: Page<{ layer: string }>; decisions: Page<{ outcome: string }> }[] };
    const { data, codes } = await ask<Answer>(as, READ, { id: course });
    const { assessments, decisions } = data._entities[0] as Answer['_entities'][0];
    const shown = [
      ...(assessments?.nodes ?? []).map(({ layer }) => layer),
      ...(decisions?.nodes ?? []).map(({ outcome }) => outcome),
    ];
    return { shown, codes };
  };
  const all = { shown: ['ASSESSOR', 'PMO', 'PLATFORM', 'APPROVED'], codes: [] };
  for (const org of [organizations.pijar, organizations.satu])
    expect(await seenBy(asOrganization(org, 'course:publish'))).toEqual(all);
  expect(await seenBy(officer('officer-reads'))).toEqual(all);
  const none = { shown: [], codes: ['FORBIDDEN', 'FORBIDDEN'] };
  for (const as of [
    foreign,
    assessors.ASSESSOR,
    asOrganization(null, 'course:publish'),
    asOrganization(organizations.pijar, 'enrollment:read'),
  ])
    expect(await seenBy(as)).toEqual(none);
});

test('each layer finds what waits for it, and what its own organisation has assessed', async () => {
  const course = await submit();
  type Answer = { coursesToAssess: { nodes: { version: number; course: { id: string } }[] } };
  const waits = async (as: ReturnType<typeof asOrganization>) => {
    const { data } = await ask<Answer>(as, '{ coursesToAssess(first: 100) { nodes { version course { id } } } }');
    return data.coursesToAssess.nodes.some((node) => node.course.id === course);
  };
  const all = async () => [
    await waits(assessors.PLATFORM),
    await waits(assessors.PMO),
    await waits(assessors.ASSESSOR),
  ];
  expect(await all()).toEqual([true, false, false]);
  expect(await waits(foreign)).toBe(false);
  await assess(course, 'PLATFORM');
  expect(await all()).toEqual([false, true, false]);
  await assess(course, 'PMO');
  expect(await all()).toEqual([false, false, true]);
  expect(await waits(asOrganization(organizations.satu, 'course:assess'))).toBe(false);
  await assess(course, 'ASSESSOR');
  expect(await all()).toEqual([false, false, false]);
  type Own = { courseAssessments: { nodes: { layer: string }[] } };
  const own = async (as: ReturnType<typeof asOrganization>) => {
    const { data } = await ask<Own>(as, '{ courseAssessments(first: 100) { nodes { layer } } }');
    return new Set(data.courseAssessments.nodes.map(({ layer }) => layer));
  };
  expect(await own(assessors.ASSESSOR)).toEqual(new Set(['ASSESSOR']));
  expect(await own(asOrganization(idOf(9_999), 'course:assess'))).toEqual(new Set());
});

test('the list of indicators is that of the day', async () => {
  const codes = async (asOf: string | null) => {
    const source = 'query ($asOf: Date) { assessmentIndicators(asOf: $asOf) { code text } }';
    const { data } = await training.askAnonymously<{ assessmentIndicators: { code: string }[] }>(source, { asOf });
    return data.assessmentIndicators.map(({ code }) => code);
  };
  expect(await codes('2020-05-01')).not.toContain('NOT_A_BUNDLE');
  expect(await codes('2020-08-01')).toContain('NOT_A_BUNDLE');
  expect(await codes('2019-01-01')).toEqual([]);
  expect(await codes(null)).toContain('ACCESSIBLE');
});

test('nothing of all this breaks what always holds', async () => {
  for (const { name, sql } of curation.invariants)
    expect({ name, broken: (await database.pool.query(sql)).rows }).toEqual({ name, broken: [] });
});
