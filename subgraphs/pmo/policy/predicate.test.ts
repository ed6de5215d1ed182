import fc from 'fast-check';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createDatabase } from '../../../tests/testkit/database.ts';
import { evaluate, reasonsByVersionSql, reasonsSql } from './evaluate.ts';
import { barredLists, canonicalSql, canonicalText, columnsInSql, type Facts, factsIn, hashOf } from './facts.ts';
import { policies } from './policies.data.ts';
import type { Policy } from './policy.ts';
import { holds, type Predicate, toSql } from './predicate.ts';

const ROWS = 5_000;

const pool = new pg.Pool({ connectionString: await createDatabase('predicate'), max: 1 });
afterAll(() => pool.end());

const workStatuses = ['JOB_SEEKER', 'LAID_OFF', 'FURLOUGHED', 'WORKER', 'ENTREPRENEUR', 'RETIRED', "O'NEILL"];
const occupations = ['NONE', 'STATE_OFFICIAL', 'LEGISLATOR', 'CIVIL_SERVANT', 'MILITARY', 'POLICE'];

const facts: fc.Arbitrary<Facts> = fc.record({
  age: fc.integer({ min: -1, max: 120 }),
  wave: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(17, 18, 1001)),
  workStatus: fc.constantFrom(...workStatuses),
  occupation: fc.constantFrom(...occupations),
  isInFormalEducation: fc.boolean(),
  lists: fc.subarray([...barredLists], { minLength: 0 }),
  hasAward: fc.boolean(),
  cardRecipients: fc.integer({ min: 0, max: 3 }),
  isNikClaimed: fc.boolean(),
});

const number = fc.constantFrom('age', 'wave', 'cardRecipients' as const) as fc.Arbitrary<'age'>;
const leaf: fc.Arbitrary<Predicate> = fc.oneof(
  fc.record({ eq: fc.tuple(fc.constant('hasAward' as const), fc.boolean()) }),
  fc.record({ eq: fc.tuple(number, fc.integer({ min: 0, max: 70 })) }),
  fc.record({ in: fc.tuple(fc.constant('workStatus' as const), fc.subarray(workStatuses)) }),
  fc.record({ atLeast: fc.tuple(number, fc.integer({ min: -5, max: 70 })) }),
  fc.record({ atMost: fc.tuple(number, fc.integer({ min: -5, max: 70 })) }),
  fc.record({ between: fc.tuple(number, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 20, max: 70 })) }),
  fc.record({ includes: fc.tuple(fc.constant('lists' as const), fc.constantFrom(...barredLists)) }),
);
const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ not: tie('predicate') }),
    fc.record({ all: fc.array(tie('predicate'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('predicate'), { maxLength: 3 }) }),
  ),
}));

/** As the statement of the facts answers them. */
const rowOf = (of: Facts) => ({
  age: of.age,
  wave: of.wave,
  work_status: of.workStatus,
  occupation: of.occupation,
  is_in_formal_education: of.isInFormalEducation,
  lists: [...of.lists].toSorted().join(','),
  has_award: of.hasAward,
  card_recipients: of.cardRecipients,
  is_nik_claimed: of.isNikClaimed,
});

const FACTS = `jsonb_to_recordset($1) as facts (at int, age int, wave int, work_status text, occupation text,
  is_in_formal_education boolean, lists text, has_award boolean, card_recipients int, is_nik_claimed boolean)`;

/** Expressions over the columns of the facts, computed by PostgreSQL for all of them in one statement. */
const inSql = async (all: readonly Facts[], expressions: readonly string[]): Promise<unknown[][]> => {
  const rows = JSON.stringify(all.map((each, at) => ({ at, ...rowOf(each) })));
  const { rows: answers } = await pool.query({
    text: `select ${expressions.join(', ')} from ${FACTS} order by at`,
    values: [rows],
    rowMode: 'array',
  });
  return answers;
};

const codesOf = (policy: Policy, of: Facts) => evaluate(policy, of).reasons.map(({ code }) => code);

test(`for ${ROWS} random facts and every policy version, the interpreter and SQL give the same reasons`, async () => {
  const seed = Date.now();
  const all = fc.sample(facts, { numRuns: ROWS, seed });
  const answers = await inSql(all, policies.map(reasonsSql));
  const expected = all.map((each) => policies.map((policy) => codesOf(policy, each)));
  const wrong = all.flatMap((each, at) =>
    JSON.stringify(answers[at]) === JSON.stringify(expected[at]) ? [] : [{ seed, each, sql: answers[at] }],
  );
  expect(wrong).toEqual([]);
  // The sample is worth something: every rule refused some and let others pass.
  const seen = new Set(expected.flat(2));
  expect(
    [...new Set(policies.flatMap(({ rules }) => rules.map(({ code }) => code)))].filter((code) => !seen.has(code)),
  ).toEqual([]);
});

test('any condition that can be written as data means the same in SQL', async () => {
  const seed = Date.now();
  const conditions = fc.sample(predicate, { numRuns: 300, seed });
  const all = fc.sample(facts, { numRuns: 50, seed });
  const answers = await inSql(all, conditions.map(toSql));
  const wrong = all.flatMap((each, at) =>
    conditions.flatMap((condition, of) =>
      answers[at]?.[of] === holds(condition, each) ? [] : [{ seed, each, condition, sql: answers[at]?.[of] }],
    ),
  );
  expect(wrong).toEqual([]);
});

test('SQL writes the canonical text and its hash as the interpreter does, and reads it back', async () => {
  const all = fc.sample(facts, 2_000);
  const hash = `encode(sha256(convert_to(${canonicalSql}, 'UTF8')), 'hex')`;
  const readBack = `(select ${canonicalSql} from (select ${columnsInSql('written')} from (select ${canonicalSql} as written) as w) as r)`;
  const answers = await inSql(all, [canonicalSql, hash, readBack]);
  const expected = all.map((each) => [canonicalText(each), hashOf(canonicalText(each)), canonicalText(each)]);
  expect(answers).toEqual(expected);
});

test('the canonical text tells all facts, in one order', () => {
  fc.assert(
    fc.property(facts, (of) => {
      expect(factsIn(canonicalText(of))).toEqual({ ...of, lists: [...of.lists].toSorted() });
      expect(canonicalText({ ...of, lists: [...of.lists].toReversed() })).toBe(canonicalText(of));
    }),
  );
});

test('a version that no policy has gives null, which is not the same as no reason', async () => {
  const [of] = fc.sample(facts, 1) as [Facts];
  const [answer] = await inSql(
    [of],
    policies.map(({ version }) => reasonsByVersionSql(policies, `'${version}'`)),
  );
  expect(answer).toEqual(policies.map((policy) => codesOf(policy, of)));
  expect(await inSql([of], [reasonsByVersionSql(policies, `'1999'`)])).toEqual([[null]]);
});
