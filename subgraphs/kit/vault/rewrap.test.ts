import { expect, test } from 'vitest';
import { keysOf, type VaultDatabase, vaultDatabase } from '../../../tests/testkit/vault.ts';
import { uuidv7 } from '../ids.ts';
import type { VaultKeys } from './keys.ts';
import { type RewrapProgress, rewrap } from './rewrap.ts';
import { Secret } from './secret.ts';
import { Vault } from './vault.ts';

const both = keysOf('2025-01', '2026-01');
const before: VaultKeys = { ...both, current: '2025-01' };
const onlyNew: VaultKeys = { ...both, keys: { '2026-01': both.keys['2026-01'] as string } };
const range = { keys: both, from: '2025-01', to: '2026-01', batch: 20 };

const sealedPeople = async ({ orm }: VaultDatabase, count: number) => {
  const places = Array.from({ length: count }, () => {
    const id = uuidv7();
    return { subjectId: id, table: 'person', column: 'nik', rowId: id };
  });
  const values = places.map((place, at) => ({ ...place, value: new Secret('nik', `nik ${at}`) }));
  const sealed = await orm.em.fork().transactional((em) => new Vault(before).seal(em, values));
  return places.map((place, at) => ({ ...place, kind: 'nik', sealed: sealed[at] as Buffer }));
};

const run = async ({ pool }: VaultDatabase, onBatch: (progress: RewrapProgress) => Promise<boolean>) => {
  const client = await pool.connect();
  try {
    for await (const progress of rewrap(client, range)) if (!(await onBatch(progress))) return;
  } finally {
    client.release();
  }
};

const under = async ({ query }: VaultDatabase) =>
  Object.fromEntries(
    (await query<{ kek_id: string; count: number }>('select kek_id, count(*)::int from subject_key group by 1')).map(
      ({ kek_id, count }) => [kek_id, count],
    ),
  );

const readable = async (database: VaultDatabase, keys: VaultKeys, rows: Awaited<ReturnType<typeof sealedPeople>>) =>
  (await new Vault(keys).open(database, rows)).filter(
    (value, at) => value instanceof Secret && value.reveal() === `nik ${at}`,
  ).length;

test('while data keys move to a new key-encryption key every value can be read', async () => {
  const database = await vaultDatabase();
  const rows = await sealedPeople(database, 100);
  const progress: RewrapProgress[] = [];
  const readings: Promise<number>[] = [];
  await run(database, async (step) => {
    progress.push(step);
    readings.push(readable(database, both, rows));
    return true;
  });
  expect(progress.map(({ rewrapped }) => rewrapped)).toEqual([20, 40, 60, 80, 100, 100]);
  expect(progress[0]?.total).toBe(100);
  expect(new Set(await Promise.all(readings))).toEqual(new Set([100]));
  expect(await under(database)).toEqual({ '2026-01': 100 });
  expect(await readable(database, onlyNew, rows)).toBe(100);
});

test('a run that was stopped goes on where it was', async () => {
  const database = await vaultDatabase();
  const rows = await sealedPeople(database, 50);
  await run(database, async () => false);
  expect(await under(database)).toEqual({ '2025-01': 30, '2026-01': 20 });
  expect(await readable(database, both, rows)).toBe(50);
  let total = 0;
  await run(database, async (step) => {
    total = step.total;
    return true;
  });
  expect([total, await under(database)]).toEqual([30, { '2026-01': 50 }]);
});

test('the erased stay erased, and a damaged key stops the run by name', async () => {
  const database = await vaultDatabase();
  const rows = await sealedPeople(database, 3);
  const [erased = '', damaged = ''] = rows.map(({ subjectId }) => subjectId);
  await database.orm.em.fork().transactional((em) => new Vault(before).erase(em, [erased]));
  await database.query(
    `update subject_key set wrapped = set_byte(wrapped, 40, 1 - get_byte(wrapped, 40) % 2) where subject_id = $1`,
    [damaged],
  );
  await expect(run(database, async () => true)).rejects.toThrow('altered');
  await database.query('delete from subject_key where subject_id = $1', [damaged]);
  await run(database, async () => true);
  expect(await database.query('select wrapped from subject_key where subject_id = $1', [erased])).toEqual([
    { wrapped: null },
  ]);
  expect(await readable(database, onlyNew, rows)).toBe(1);
});
