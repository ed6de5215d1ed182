import { expect, test } from 'vitest';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { indexMoveTables } from '../../subgraphs/kit/vault/index-move.tables.ts';
import { indexKeysOf, type VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { runCommand } from '../../tests/testkit/command.ts';
import { keysOf, randomKey, type VaultDatabase, vaultDatabase } from '../../tests/testkit/vault.ts';

const both = keysOf('2026-01', '2026-11');

const run = (database: VaultDatabase | undefined, ...args: string[]) => runWith(both, database, ...args);

const runWith = (keys: VaultKeys, database: VaultDatabase | undefined, ...args: string[]) => {
  const env = database && { DATABASE_URL: database.url, VAULT_KEYS: JSON.stringify(keys) };
  return runCommand(['vault', ...args], { env });
};

const placeOf = (id: string) => ({ subjectId: id, table: 'person', column: 'nik', rowId: id });

/** Seals values of `count` people whose keys are under the old key-encryption key. */
const people = async ({ orm }: VaultDatabase, count: number) => {
  const ids = Array.from({ length: count }, () => uuidv7());
  const vault = new Vault({ ...both, current: '2026-01' });
  const sealed = await orm.em.fork().transactional((em) =>
    vault.seal(
      em,
      ids.map((id, at) => ({ ...placeOf(id), value: new Secret('nik', `nik ${at}`) })),
    ),
  );
  return ids.map((id, at) => ({ ...placeOf(id), kind: 'nik', sealed: sealed[at] as Buffer }));
};

test('an operator puts every key under the new one, sees where they are, and can drop the old one', async () => {
  const database = await vaultDatabase();
  const rows = await people(database, 25);
  const erased = rows[0]?.subjectId ?? '';
  await database.orm.em.fork().transactional((em) => new Vault(both).erase(em, [erased]));
  expect((await run(database, 'status', '--subgraph', 'pmo')).out).toBe(
    '2026-01: 24 data keys\n2026-11: 0 data keys (current)\n',
  );
  const move = ['rewrap', '--subgraph', 'pmo', '--from', '2026-01', '--to', '2026-11', '--batch', '10'];
  expect(await run(database, ...move)).toEqual({
    out: '24 data keys put under 2026-11, none is left under 2026-01\n',
    err: '',
    code: 0,
  });
  expect((await run(database, ...move)).out).toMatch(/^0 data keys put/);
  const fresh = { ...both, keys: { '2026-11': both.keys['2026-11'] ?? '' } };
  const opened = await new Vault(fresh).open(database, rows);
  expect(opened.map((value) => (value instanceof Secret ? value.reveal() : value))).toEqual(
    rows.map((_, at) => (at === 0 ? null : `nik ${at}`)),
  );
});

test('an operator makes every index anew by the next key, and is told what to do then', async () => {
  const database = await vaultDatabase();
  const place = { kind: 'nik', table: 'claim', column: 'nik_index' };
  for (const statement of ['create table claim (nik_index bytea primary key)', ...indexMoveTables([place])])
    await database.query(statement);
  const index = (keys: VaultKeys) => new Vault(keys).blindIndex('nik', '3273994501950931');
  await database.query('insert into claim values ($1)', [index(both)]);
  const keys = { ...both, nextIndex: randomKey() };
  expect(await runWith(keys, database, 'reindex', '--subgraph', 'pmo')).toEqual({
    out: 'claim.nik_index: 1 rows\nevery blind index is by 2 keys: put nextIndex at the end of index\n',
    err: '',
    code: 0,
  });
  const after = { ...both, index: [...indexKeysOf(both), keys.nextIndex] };
  expect(await database.query('select nik_index from claim')).toEqual([{ nik_index: index(after) }]);
});

test.each([
  [['rewrap', '--subgraph', 'pmo', '--from', '2026-01', '--to', '2027-01'], 'there is no key 2027-01 in VAULT_KEYS'],
  [['rewrap', '--subgraph', 'pmo', '--from', '2026-01', '--to', '2026-01'], 'are the same key'],
  [['rewrap', '--subgraph', 'pmo', '--from', '2026-01'], 'rewrap takes --from and --to'],
  [['rewrap', '--subgraph', 'jobs'], '--subgraph takes pmo or payments'],
  [['rewrap', '--subgraph', 'pmo', '--from', '2026-01', '--to', '2026-11', '--batch', '0'], '--batch takes a number'],
  [['unwrap', '--subgraph', 'pmo'], 'say status, rewrap or reindex'],
  [['reindex', '--subgraph', 'pmo'], 'nextIndex of VAULT_KEYS: there is none'],
  [['reindex', '--subgraph', 'jobs'], '--subgraph takes pmo or payments or identity'],
  [['status', '--sub', 'pmo'], "Unknown option '--sub'"],
])('a wrong call is answered with one line: %o', async (args, line) => {
  const { err, code } = await run(await vaultDatabase(), ...args);
  expect([code, err.trim().split('\n').length, err]).toEqual([2, 1, expect.stringContaining(line)]);
});

test('without a database it names the stack that is missing; --help says it all', async () => {
  const none = await run(undefined, 'status', '--subgraph', 'pmo', '--data', '/nowhere');
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('no stack runs on /nowhere')]);
  expect((await run(undefined, '--help')).out).toContain('npm run graph -- vault rewrap');
});
