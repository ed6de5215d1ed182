import { expect, test } from 'vitest';
import { badCourses } from '../../tests/testkit/bad-courses.ts';
import { badCalls } from '../../tests/testkit/bad-mutations.ts';
import { IMPORT, type ImportAnswer, pijar, sentCourse } from '../../tests/testkit/catalogue.ts';
import { openLearning } from '../../tests/testkit/learning.ts';
import { idOf } from '../../tests/testkit/training.ts';

const { askIn, clock, database, schema, addClass, enroll } = await openLearning();
const { pool } = database;

const BUYER = idOf(501);
await pool.query(
  `insert into recipient (participant_id, wave_number, first_purchase_by, announced_at) values ($1, 1, $2::date, now())`,
  [BUYER, new Date(clock.now().getTime() + 30 * 86_400_000)],
);
const past = await addClass({ startsInHours: -48 });
const [redeemed] = await enroll({ schedule: await addClass() });
const [completed] = await enroll({ status: 'ATTENDING', schedule: past });
await pool.query(`update enrollment set status = 'COMPLETED', completed_at = $2 where id = $1`, [
  completed?.id,
  clock.now(),
]);
if (!redeemed || !completed) throw new Error('nobody is enrolled');

const importCourses = async (courses: object[], language: string) => {
  const variables = { courses, asOf: clock.now().toISOString(), key: crypto.randomUUID() };
  const { data, errors } = await askIn(language)<ImportAnswer>(pijar, IMPORT, variables);
  expect(errors).toEqual([]);
  return data.importCourses.items ?? [];
};

const [sent] = await importCourses([sentCourse('WAITING-1')], 'en');
const submitted = sent?.course?.id ?? '';
await pool.query('update institution set is_suspended = true where id = $1', [idOf(2)]);

// What a refused call may leave: that it was made, the key under which its answer is kept, and that a code was tried.
const LEFT = ['audit', 'idempotency', 'counted_try', 'voucher_try', 'mikro_orm', 'catalogue_problem'];

/** Rows of every other table. */
const countRows = async () => {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and not relispartition
      and relnamespace = 'public'::regnamespace order by 1`,
  );
  const tables = rows.map(({ name }) => name).filter((name) => !LEFT.some((left) => name.startsWith(left)));
  const counts = tables.map(
    (name) => `select '${name}' as name, count(*)::int as rows, md5(string_agg(each::text, '|'
    order by each::text)) as digest from "${name}" as each`,
  );
  return (await pool.query(`${counts.join(' union all ')} order by 1`)).rows;
};

interface RefusedAnswer {
  done: { refusal: { code: string; path: string[] | null; message: string } | null };
}

const mutations = schema.getMutationType()?.getFields() ?? {};

const documentOf = (mutation: string, args: object): string => {
  const taken = (mutations[mutation]?.args ?? []).filter(({ name }) => name in args);
  const declared = taken.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  return `mutation (${declared}) { done: ${mutation}(${taken.map(({ name }) => `${name}: $${name}`).join(', ')}) {
    refusal { code path message } } }`;
};

const calls = badCalls(clock.now(), { buyer: BUYER, redeemed, completed, past, submitted });
const before = await countRows();

/** What was said in both languages. */
type Said = readonly [en: string, id: string];

const expectTwoLanguages = (what: string, [en, id]: Said) => {
  expect([what, en.length > 10, id.length > 10, en !== id]).toEqual([what, true, true, true]);
};

test.each(calls.map((call) => [call.mutation, call.what, call] as const))(
  '%s: %s is refused in two languages',
  async (mutation, what, { as, args, refusal }) => {
    const said: string[] = [];
    for (const language of ['en', 'id']) {
      // A key of its own: under the first one's the first answer would come again.
      const key = 'idempotencyKey' in args && String(args.idempotencyKey).length === 36;
      const variables = { ...args, ...(key && { idempotencyKey: crypto.randomUUID() }) };
      const { data, errors } = await askIn(language)<RefusedAnswer>(as, documentOf(mutation, args), variables);
      expect(errors.map(({ message }) => message)).toEqual([]);
      const told = data.done.refusal;
      expect(`${told?.code} ${told?.path?.join('.') ?? ''}`).toBe(refusal);
      said.push(told?.message ?? '');
    }
    expectTwoLanguages(what, [said[0] ?? '', said[1] ?? '']);
  },
);

test(`${badCourses.length} kinds of bad courses are rejected in two languages`, async () => {
  const courses = badCourses.map(([, change], index) => sentCourse(`BAD-${index}`, change));
  const english = await importCourses(courses, 'en');
  const indonesian = await importCourses(courses, 'id-ID,id;q=0.9,en;q=0.5');
  for (const [index, [what, , fault]] of badCourses.entries()) {
    const problem = english[index]?.problems[0];
    const other = indonesian[index]?.problems[0];
    expect([what, english[index]?.outcome, `${problem?.code} ${problem?.path}`]).toEqual([what, 'REJECTED', fault]);
    expect([other?.code, other?.path]).toEqual([problem?.code, problem?.path]);
    expectTwoLanguages(what, [problem?.message ?? '', other?.message ?? '']);
  }
});

test('of all that nothing is written', async () => {
  expect(calls.length + badCourses.length).toBeGreaterThanOrEqual(50);
  expect(new Set(calls.map(({ mutation }) => mutation)).size).toBe(Object.keys(mutations).length - 1);
  expect(await countRows()).toEqual(before);
});
