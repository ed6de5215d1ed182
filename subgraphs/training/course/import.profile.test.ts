import { expect, test } from 'vitest';
import { IMPORT, type ImportAnswer, pintar, sentCourse } from '../../../tests/testkit/catalogue.ts';
import { openTraining, organizations } from '../../../tests/testkit/training.ts';

const { database, ask } = await openTraining([]);

test('a platform publishes once its profile names two thirds of the provinces', async () => {
  const codeNow = async () => {
    const key = crypto.randomUUID();
    const values = { asOf: '2026-11-01T08:00:00Z', courses: [sentCourse('PROV-1')], key };
    return (await ask<ImportAnswer>(pintar, IMPORT, values)).data.importCourses.refusal?.code;
  };
  const few = 'update organization_profile set provinces = provinces[1:25] where organization_id = $1';
  await database.pool.query(few, [organizations.pintar]);
  expect(await codeNow()).toBe('PROVINCES_TOO_FEW');
  await database.pool.query('delete from organization_profile where organization_id = $1', [organizations.pintar]);
  expect(await codeNow()).toBe('PROFILE_MISSING');
  expect((await database.pool.query('select from course')).rowCount).toBe(0);
});
