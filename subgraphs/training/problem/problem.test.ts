import { expect, test } from 'vitest';
import { pijar } from '../../../tests/testkit/catalogue.ts';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';
import { Refusal } from '../../kit/refusal.ts';
import { addProblems, ProblemSource } from './index.ts';

const { database, ask } = await openTraining([{ number: 11 }]);
const at = new Date('2026-11-28T09:00:00Z');

const READ = `query ($id: ID!, $after: String) { platform(id: $id) { problems(first: 2, after: $after) {
  nodes { code path message example reference source foundAt } pageInfo { endCursor hasNextPage } } } }`;

interface Answer {
  platform: { problems: { nodes: { code: string; example: string }[]; pageInfo: { endCursor: string } } };
}

const add = (codes: readonly string[], example: string | null = null) =>
  database.orm.em.fork().transactional((tx) =>
    addProblems(
      tx,
      codes.map((code) => ({
        course: idOf(11),
        reference: 'KURSUS-11',
        refusal: new Refusal(code, { en: 'Say more.', id: 'Jelaskan lagi.' }, ['syllabus', '2', 'title']),
        example,
      })),
      { platform: idOf(1), source: ProblemSource.CURATION, at },
    ),
  );

test('what curation finds is read by the platform, newest first and page by page', async () => {
  await add(['FIRST', 'SECOND', 'THIRD'], 'Bab 3');
  const { data, statements } = await ask<Answer>(pijar, READ, { id: idOf(1) });
  expect(data.platform.problems.nodes).toEqual(
    ['THIRD', 'SECOND'].map((code) => ({
      code,
      path: 'syllabus[2].title',
      message: 'Say more.',
      example: 'Bab 3',
      reference: 'KURSUS-11',
      source: 'CURATION',
      foundAt: at.toISOString(),
    })),
  );
  expect(statements).toBe(2);
  const after = data.platform.problems.pageInfo.endCursor;
  const rest = await ask<Answer>(pijar, READ, { id: idOf(1), after });
  expect(rest.data.platform.problems.nodes.map(({ code }) => code)).toEqual(['FIRST']);
});

test('an example is cut to a hundred characters, and what cannot be stored is written as an escape', async () => {
  await add(['LONG'], `a\u0000b\ud800${'😀'.repeat(200)}`);
  const { data } = await ask<Answer>(pijar, READ, { id: idOf(1) });
  const [{ example = '' } = {}] = data.platform.problems.nodes;
  expect(example).toMatch(/^a\\u\{0\}b\\u\{d800\}😀+$/u);
  expect([...example]).toHaveLength(100);
});

test('a platform keeps its newest ten thousand problems', async () => {
  await add(Array.from({ length: 10_020 }, (_, index) => `CODE_${index}`));
  const { rows } = await database.pool.query('select count(*)::int as count from catalogue_problem');
  expect(rows[0].count).toBe(10_000);
});
