import { expect, test } from 'vitest';
import { skills } from '../subgraphs/pmo/skill/skills.data.ts';
import { openTraining } from './testkit/training.ts';

test('training knows the skills of the programme office, all and no other', async () => {
  const { database } = await openTraining([]);
  const { rows } = await database.pool.query<{ code: string }>('select code from known_skill');
  expect(rows.map(({ code }) => code).toSorted()).toEqual(skills.map(({ code }) => code).toSorted());
});
