import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { databaseFrom } from '../../../tests/testkit/database.ts';
import { drawnWave } from '../../../tests/testkit/drawn-wave.ts';
import { migrationsOf } from '../../kit/assembly.ts';
import { openDatabase } from '../../kit/database.ts';
import { migrate } from '../../kit/migrate.ts';
import { pmo } from '../features.ts';
import { invariants } from './wave.invariants.ts';

const url = await databaseFrom('pmo_invariants', async (template) => {
  const database = await openDatabase({ name: 'test', url: template, entities: [], migrations: migrationsOf(pmo) });
  await migrate(database);
  await database.close();
});
const pool = new pg.Pool({ connectionString: url, max: 1 });
afterAll(() => pool.end());

const brokenNames = async () => {
  const names: string[] = [];
  for (const { name, sql } of invariants) if ((await pool.query(sql)).rowCount) names.push(name);
  return names;
};

const [, other = ''] = await drawnWave(url, 3_001, 2);
// The key of a claim is 16 characters, or the 16 bytes of their index.
const claims = (...rows: [nik: string, participant: string][]): string =>
  `insert into nik_claim values ${rows.map(([nik, id]) => `('${nik}', '${id}')`).join(', ')}`;

const nobody = '00000000-0000-7000-8000-000000000001';

test('a drawn wave and then an announced one hold every invariant', async () => {
  expect(await brokenNames()).toEqual([]);
  await pool.query(`insert into award_claim select participant_id, wave_number from registration`);
  await pool.query(`update wave set status = 'ANNOUNCED'`);
  expect(await brokenNames()).toEqual([]);
});

test.each([
  ['selected ≤ quota in every wave', 'update wave set quota = 1', 'update wave set quota = 2'],
  [
    'awards equal the selected of announced waves',
    `delete from award_claim where participant_id = '${other}'`,
    `insert into award_claim values ('${other}', 3001)`,
  ],
  [
    'awards equal the selected of announced waves',
    `insert into award_claim values ('${nobody}', 3001)`,
    `delete from award_claim where participant_id = '${nobody}'`,
  ],
  [
    'every NIK belongs to a participant',
    claims(['3273000000000001', nobody]),
    `delete from nik_claim where participant_id = '${nobody}'`,
  ],
])('what breaks "%s" is found', async (name, breakIt, mend) => {
  await pool.query(breakIt);
  expect(await brokenNames()).toEqual([name]);
  await pool.query(mend);
  expect(await brokenNames()).toEqual([]);
});

test('an alumnus without an award is found', async () => {
  await pool.query(`insert into participant (status, name, birth_date, region_code, work_status, registered_at)
    values ('ALUMNI', 'Siti', '1990-01-01', '32.73', 'WORKER', now())`);
  expect(await brokenNames()).toEqual(['recipients, active participants and alumni have an award']);
});
