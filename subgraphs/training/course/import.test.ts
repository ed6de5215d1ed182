import { expect, test } from 'vitest';
import { clientOf, IMPORT, type ImportAnswer, pijar, pintar, sentCourse } from '../../../tests/testkit/catalogue.ts';
import { idOf, openTraining, organizations } from '../../../tests/testkit/training.ts';
import type { Caller } from '../../kit/caller.ts';
import { course as feature } from './course.feature.ts';
import { activateVersion, assessVersion } from './index.ts';

const training = await openTraining([]);
const { database, ask } = training;
const officer = clientOf('programme-office', 'course:monitor');

const at = (minute: number) => `2026-11-01T08:${String(minute).padStart(2, '0')}:00Z`;

interface Options {
  as?: Caller;
  asOf?: string;
  key?: string;
}

const send = (courses: object[], { as = pijar, asOf = at(0), key = crypto.randomUUID() }: Options = {}) =>
  ask<ImportAnswer>(as, IMPORT, { courses, asOf, key });

const importAll = async (courses: object[], options?: Options) => {
  const { data, errors } = await send(courses, options);
  expect(errors).toEqual([]);
  return data.importCourses.items ?? [];
};

const outcomes = async (courses: object[], options?: Options) =>
  (await importAll(courses, options)).map(({ outcome }) => outcome);

const versionsOf = async (reference: string) => {
  const { rows } = await database.pool.query(
    `select number, course_version.status, content ->> 'title' as title from course_version
      join course on course.id = course_id where reference = $1 order by number`,
    [reference],
  );
  return rows;
};

const courseOf = async (reference: string) => {
  const { rows } = await database.pool.query(
    `select course.id, title, status, version, latest_version,
        array(select skill_code from course_skill where course_id = course.id order by 1) as skills
      from course where reference = $1`,
    [reference],
  );
  return rows[0];
};

const approve = async (reference: string) => {
  const { id, latest_version: number } = await courseOf(reference);
  await database.orm.em.fork().transactional(async (tx) => {
    await assessVersion(tx, id, number);
    await activateVersion(tx, { course: id, number, at: new Date() });
  });
};

const holds = async () => {
  for (const { name, sql } of feature.invariants) {
    expect((await database.pool.query(sql)).rows, name).toEqual([]);
  }
};

test('a new course is submitted, the same content again is unchanged, other content is a new version', async () => {
  expect(await outcomes([sentCourse('A-1')])).toEqual(['CREATED']);
  expect(await courseOf('A-1')).toMatchObject({
    status: 'SUBMITTED',
    version: 1,
    skills: ['barista-work', 'coffee-roasting'],
  });
  const { outcomes: skills } = sentCourse('A-1');
  expect(await outcomes([sentCourse('A-1', { outcomes: skills.toReversed() })], { asOf: at(1) })).toEqual([
    'UNCHANGED',
  ]);
  expect(await outcomes([sentCourse('A-1', { title: 'Barista lanjutan' })], { asOf: at(2) })).toEqual(['NEW_VERSION']);
  expect(await versionsOf('A-1')).toEqual([
    { number: 1, status: 'REPLACED', title: 'Barista untuk Pemula' },
    { number: 2, status: 'SUBMITTED', title: 'Barista lanjutan' },
  ]);
  expect(await courseOf('A-1')).toMatchObject({ title: 'Barista lanjutan', version: 2, latest_version: 2 });
  await holds();
});

test('what is on sale stays until the new version is approved', async () => {
  await importAll([sentCourse('B-1')]);
  await approve('B-1');
  const other = { title: 'Barista mahir', price: 550_000, outcomes: [{ skill: 'data-analysis', level: 'BASIC' }] };
  expect(await outcomes([sentCourse('B-1', other)], { asOf: at(1) })).toEqual(['NEW_VERSION']);
  expect(await courseOf('B-1')).toMatchObject({ title: 'Barista untuk Pemula', status: 'ACTIVE', version: 1 });
  const { id } = await courseOf('B-1');
  const seen = await training.askAnonymously<{ course: object }>(
    `query ($id: ID!) { course(id: $id) { title price priceOutside language version accessibility url
      syllabus { title hours description } outcomes { skill { code } level } } }`,
    { id },
  );
  expect(seen.data.course).toMatchObject({
    title: 'Barista untuk Pemula',
    priceOutside: 600_000,
    version: 1,
    accessibility: ['CAPTIONS'],
    syllabus: [
      { title: 'Mengenal biji kopi', hours: 5, description: null },
      { title: 'Menyeduh espreso', hours: 10, description: 'Praktik dengan mesin.' },
    ],
    outcomes: [
      { skill: { code: 'barista-work' }, level: 'INTERMEDIATE' },
      { skill: { code: 'coffee-roasting' }, level: 'BASIC' },
    ],
  });
  expect(seen.statements).toBe(2);
  await approve('B-1');
  expect(await courseOf('B-1')).toMatchObject({ title: 'Barista mahir', version: 2, skills: ['data-analysis'] });
  await holds();
});

test('an older file never overwrites a newer one, nor does one of an unchanged course', async () => {
  await importAll([sentCourse('C-1', { title: 'Judul kedua' })], { asOf: at(5) });
  expect(await outcomes([sentCourse('C-1', { title: 'Judul pertama' })], { asOf: at(4) })).toEqual(['OUTDATED']);
  expect(await outcomes([sentCourse('C-1', { title: 'Judul kedua' })], { asOf: at(7) })).toEqual(['UNCHANGED']);
  expect(await outcomes([sentCourse('C-1', { title: 'Judul ketiga' })], { asOf: at(6) })).toEqual(['OUTDATED']);
  expect(await versionsOf('C-1')).toHaveLength(1);
});

test('other content during an assessment starts it again', async () => {
  await importAll([sentCourse('D-1')]);
  const { id } = await courseOf('D-1');
  await database.orm.em.fork().transactional((tx) => assessVersion(tx, id, 1));
  await importAll([sentCourse('D-1', { title: 'Judul lain sekali' })], { asOf: at(1) });
  expect((await versionsOf('D-1')).map(({ status }) => status)).toEqual(['REPLACED', 'SUBMITTED']);
  expect(await courseOf('D-1')).toMatchObject({ status: 'SUBMITTED', version: 2 });
});

test('a call answers for each course: the good ones are kept, the others say why', async () => {
  const items = await importAll([
    sentCourse('E-1'),
    sentCourse('E-2', { title: '' }),
    sentCourse('E-1', { title: 'Sama sekali lain' }),
    sentCourse('E-3', { outcomes: [{ skill: 'time-travel', level: 'BASIC' }], institution: idOf(99) }),
  ]);
  expect(
    items.map(({ outcome, problems }) => [outcome, ...problems.map(({ code, path }) => `${code} ${path}`)]),
  ).toEqual([
    ['CREATED'],
    ['REJECTED', 'TEXT_EMPTY title'],
    ['REJECTED', 'REFERENCE_REPEATED reference'],
    ['REJECTED', 'INSTITUTION_UNKNOWN institution', 'SKILL_UNKNOWN outcomes[0].skill'],
  ]);
  expect((await courseOf('E-1')).title).toBe('Barista untuk Pemula');
  expect(await courseOf('E-2')).toBeUndefined();
});

test('twenty imports of one reference at once make one course, with versions in order', async () => {
  const calls = Array.from({ length: 20 }, (_, index) =>
    outcomes([sentCourse('F-1', { title: `Judul nomor ${index}` })], { asOf: at(1) }),
  );
  const found = (await Promise.all(calls)).flat();
  expect(found.toSorted()).toEqual(['CREATED', ...Array(19).fill('NEW_VERSION')]);
  const versions = await versionsOf('F-1');
  expect(versions.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(versions.map(({ status }) => status)).toEqual([...Array(19).fill('REPLACED'), 'SUBMITTED']);
  await holds();
});

test('a call that is repeated under its key answers the same and does nothing twice', async () => {
  const key = crypto.randomUUID();
  const first = await importAll([sentCourse('G-1'), sentCourse('G-2', { price: 0 })], { key });
  expect(await importAll([sentCourse('G-1'), sentCourse('G-2', { price: 0 })], { key })).toEqual(first);
  const other = await send([sentCourse('G-3')], { key });
  expect(other.data.importCourses.refusal?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await courseOf('G-3')).toBeUndefined();
});

test('a platform changes only its own: the same reference of two platforms is two courses', async () => {
  await importAll([sentCourse('H-1', { title: 'Milik Pijar' })]);
  expect(await outcomes([sentCourse('H-1', { title: 'Milik Pintar' })], { as: pintar })).toEqual(['CREATED']);
  const { rows } = await database.pool.query(`select title from course where reference = 'H-1' order by id`);
  expect(rows).toEqual([{ title: 'Milik Pijar' }, { title: 'Milik Pintar' }]);
});

test.each([
  ['FORBIDDEN', { as: clientOf(organizations.pijar, 'enrollment:read') }],
  ['NOT_A_PLATFORM', { as: clientOf(organizations.satu) }],
  ['NOT_A_PLATFORM', { as: clientOf('no uuid') }],
  ['AS_OF_IN_FUTURE', { asOf: '2099-01-01T00:00:00Z' }],
  ['IDEMPOTENCY_KEY_MALFORMED', { key: 'short' }],
])('%s refuses a whole call, and nothing is kept', async (code, options) => {
  const { data } = await send([sentCourse('I-1')], options);
  expect(data.importCourses).toMatchObject({ items: null, refusal: { code } });
  expect(await courseOf('I-1')).toBeUndefined();
});

test('a call takes 1 to 1,000 courses', async () => {
  const many = Array.from({ length: 1_001 }, (_, index) => sentCourse(`J-${index}`));
  for (const courses of [[], many]) {
    expect((await send(courses)).data.importCourses.refusal?.code).toBe('COURSES_OUT_OF_RANGE');
  }
});

test('a thousand courses take as many statements as one, and at most a second', async () => {
  const timed = async (name: string, count: number) => {
    const courses = Array.from({ length: count }, (_, index) => sentCourse(`${name}-${index}`));
    const began = performance.now();
    const { statements, data } = await send(courses);
    expect(data.importCourses.items?.every(({ outcome }) => outcome === 'CREATED')).toBe(true);
    return { statements, ms: performance.now() - began };
  };
  const one = await timed('L', 1);
  const all = await timed('K', 1_000);
  expect([all.statements, all.statements <= 14]).toEqual([one.statements, true]);
  // On a busy machine a call of one takes as many times longer.
  expect(all.ms).toBeLessThan(Math.max(3_000, 200 * one.ms));
  await holds();
});

const WITHDRAW = `mutation ($asOf: DateTime!, $expected: Int!, $confirm: Boolean, $kept: [String!], $key: String!) {
  withdrawMissingCourses(asOf: $asOf, expected: $expected, confirm: $confirm, kept: $kept, idempotencyKey: $key) {
    withdrawal { withdrawn } refusal { code path } } }`;

interface WithdrawAnswer {
  withdrawMissingCourses: { withdrawal: { withdrawn: number } | null; refusal: { code: string } | null };
}

const withdraw = async (values: object, as = pintar) => {
  const given = { expected: 20, key: crypto.randomUUID(), ...values };
  const { data } = await ask<WithdrawAnswer>(as, WITHDRAW, given);
  const { withdrawal, refusal } = data.withdrawMissingCourses;
  return refusal?.code ?? withdrawal?.withdrawn;
};

/** What organisations are told of a course. */
const toldOf = async (reference: string) => {
  const { rows } = await database.pool.query(
    `select fact ->> 'organization' as organization, fact ->> 'type' as type, fact -> 'data' as data
      from event_outbox, jsonb_array_elements(data::jsonb -> 'facts') as fact join course on fact ->> 'subject' = course.id::text
      where event_outbox.type = 'training.fact.recorded' and reference = $1 order by 1`,
    [reference],
  );
  return rows.map(({ organization, type, data: { course: _, ...data } }) => ({ organization, type, data }));
};

test('a full file withdraws what it does not name: a tenth by itself, more when that is confirmed', async () => {
  await database.pool.query(`delete from course_version where platform_id = $1`, [idOf(2)]);
  await database.pool.query(`delete from course_skill using course where course_id = id and platform_id = $1`, [
    idOf(2),
  ]);
  await database.pool.query('delete from course where platform_id = $1', [idOf(2)]);
  const named = (numbers: number[]) => numbers.map((number) => sentCourse(`M-${number}`));
  const numbers = Array.from({ length: 23 }, (_, index) => index);
  await importAll(named(numbers), { as: pintar, asOf: at(0) });
  // One of the file is rejected: its course stays as it was.
  const file = [...named(numbers.slice(0, 20)), sentCourse('M-20', { title: '' })];
  await importAll(file, { as: pintar, asOf: at(10) });
  expect(await withdraw({ asOf: at(10), expected: 22 })).toBe('IMPORT_INCOMPLETE');
  expect(await withdraw({ asOf: at(10), kept: ['M-21'] })).toBe(1);
  expect(await courseOf('M-22')).toMatchObject({ status: 'DELISTED' });
  const change = { from: 'SUBMITTED', to: 'DELISTED', reason: null };
  expect(await toldOf('M-22')).toEqual([
    { organization: organizations.pintar, type: 'course.status.changed', data: change },
    { organization: organizations.satu, type: 'course.status.changed', data: change },
  ]);
  expect((await versionsOf('M-22')).map(({ status }) => status)).toEqual(['WITHDRAWN']);
  expect(await courseOf('M-20')).toMatchObject({ status: 'SUBMITTED' });
  await importAll(named(numbers.slice(0, 10)), { as: pintar, asOf: at(20) });
  expect(await withdraw({ asOf: at(20), expected: 10 })).toBe('WITHDRAWAL_TOO_LARGE');
  expect(await withdraw({ asOf: at(20), expected: 10, confirm: true })).toBe(12);
  expect(await withdraw({ asOf: at(20), expected: 10 })).toBe(0);
  // Once each, in the transaction of the withdrawal.
  for (const reference of ['M-10', 'M-20', 'M-22']) expect(await toldOf(reference)).toHaveLength(2);
  expect(await toldOf('M-1')).toEqual([]);
  // What was withdrawn can be submitted anew, also with the content that it had.
  expect(await outcomes(named([22]), { as: pintar, asOf: at(30) })).toEqual(['NEW_VERSION']);
  expect(await courseOf('M-22')).toMatchObject({ status: 'SUBMITTED' });
  await holds();
});

test.each([
  ['FORBIDDEN', {}, clientOf(organizations.pintar, 'enrollment:read')],
  ['NOT_A_PLATFORM', {}, clientOf(organizations.dua)],
  ['AS_OF_IN_FUTURE', { asOf: '2099-01-01T00:00:00Z' }, pintar],
  ['KEPT_TOO_MANY', { kept: Array(1_001).fill('x') }, pintar],
])('%s refuses a withdrawal', async (code, values, as) => {
  expect(await withdraw({ asOf: at(0), ...values }, as)).toBe(code);
});

const PLATFORM = `query ($id: ID!, $status: CourseVersionStatus) { platform(id: $id) {
  submissions(first: 2, status: $status) { nodes { number status title course { id status } } pageInfo { hasNextPage } }
  problems(first: 100) { nodes { code path example reference source message } } } }`;

interface PlatformAnswer {
  platform: {
    submissions: { nodes: { title: string; status: string }[]; pageInfo: { hasNextPage: boolean } } | null;
    problems: { nodes: { code: string; reference: string; example: string }[] } | null;
  };
}

test('a platform reads what it submitted and what it has to mend, until it is mended', async () => {
  await importAll([sentCourse('N-1', { title: '#REF!' })], { as: pintar, asOf: at(40) });
  const read = (as: Caller, status?: string) => ask<PlatformAnswer>(as, PLATFORM, { id: idOf(2), status });
  const { data, errors } = await read(pintar, 'WITHDRAWN');
  expect(errors).toEqual([]);
  expect(data.platform.submissions?.nodes.map(({ status }) => status)).toEqual(['WITHDRAWN', 'WITHDRAWN']);
  expect(data.platform.submissions?.pageInfo.hasNextPage).toBe(true);
  expect(data.platform.problems?.nodes).toMatchObject([
    { code: 'TEXT_IS_CELL_ERROR', path: 'title', example: '#REF!', reference: 'N-1', source: 'SUBMISSION' },
    { code: 'TEXT_EMPTY', reference: 'M-20' },
  ]);
  expect((await read(officer)).errors).toEqual([]);
  await importAll([sentCourse('N-1')], { as: pintar, asOf: at(41) });
  const mended = await read(pintar);
  expect(mended.data.platform.problems?.nodes.map(({ reference }) => reference)).toEqual(['M-20']);
});

test.each([
  ['another platform', pijar, []],
  ['an institution', clientOf(organizations.satu), []],
  ['the platform without the scope', clientOf(organizations.pintar, 'enrollment:read'), ['FORBIDDEN', 'FORBIDDEN']],
  ['a client of no organisation that is known', clientOf('no uuid'), []],
  ['an assessor', clientOf(organizations.dua, 'course:assess'), ['FORBIDDEN', 'FORBIDDEN']],
])('%s sees neither the submissions nor the problems of a platform', async (_who, as, refused) => {
  const { data, codes } = await ask<PlatformAnswer>(as, PLATFORM, { id: idOf(2) });
  expect(data.platform).toEqual({ submissions: null, problems: null });
  expect(codes).toEqual(refused);
});

test('what is not approved is seen by its platform and institution, assessors and officers', async () => {
  const { id } = await courseOf('A-1');
  const read = (as: Caller) =>
    ask<{ course: { versions: object | null } | null }>(
      as,
      'query ($id: ID!) { course(id: $id) { versions(first: 5) { nodes { number title } } } }',
      { id },
    );
  const seers = [pijar, clientOf(organizations.satu), clientOf(organizations.dua, 'course:assess'), officer];
  for (const as of seers) expect((await read(as)).data.course?.versions).toMatchObject({ nodes: [{ number: 2 }, {}] });
  const others = [pintar, clientOf(organizations.dua), clientOf(organizations.pijar, 'enrollment:read')];
  for (const as of others) expect((await read(as)).data.course).toBeNull();
});

test('of a course on sale, others see what is on sale and no version', async () => {
  const { id } = await courseOf('B-1');
  const { data, codes } = await ask<{ course: { title: string; versions: null } }>(
    pintar,
    'query ($id: ID!) { course(id: $id) { title versions(first: 5) { nodes { number } } } }',
    { id },
  );
  expect(data.course).toEqual({ title: 'Barista mahir', versions: null });
  expect(codes).toEqual([]);
});
