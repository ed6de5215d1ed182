import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { until } from '../../../tests/testkit/until.ts';
import { keysOf, randomKey, type VaultDatabase, vaultDatabase } from '../../../tests/testkit/vault.ts';
import { execute } from '../database.ts';
import { indexMoveTables } from './index-move.tables.ts';
import { indexKeysOf, subgraphChain, type VaultKeys } from './keys.ts';
import { tellKnownKeys } from './known-keys.ts';
import { type ReindexProgress, reindex } from './reindex.ts';
import { VaultError } from './vault.error.ts';
import { Vault } from './vault.ts';

const before = keysOf('2026-01');
const during: VaultKeys = { ...before, nextIndex: randomKey() };
const after: VaultKeys = { ...before, index: [...indexKeysOf(before), during.nextIndex ?? ''] };
const vaults = { before: new Vault(before), during: new Vault(during), after: new Vault(after) };
const nikOf = (number: number) => `3273994${String(number).padStart(9, '0')}`;

const tables = [
  'create table stated (id uuid primary key default uuidv7(), nik_index bytea not null)',
  'create index stated_nik_ix on stated (nik_index)',
  'create table claim (nik_index bytea primary key, holder text not null)',
  ...indexMoveTables([
    { kind: 'nik', table: 'stated', column: 'nik_index' },
    { kind: 'nik', table: 'claim', column: 'nik_index', where: `holder <> 'nobody'` },
  ]),
];

const openTables = async () => {
  const database = await vaultDatabase();
  for (const statement of tables) await database.query(statement);
  return database;
};

interface Claim {
  number: number;
  holder: string;
  /** What happens between looking and writing. */
  meanwhile?: () => Promise<unknown>;
}

/** Writes down that somebody stated a NIK, and claims it if nobody has. */
const claim = (database: VaultDatabase, vault: Vault, { number, holder, meanwhile }: Claim) =>
  database.orm.em.fork().transactional(async (em) => {
    const [index] = await vault.indexes(em, [{ kind: 'nik', value: nikOf(number) }]);
    await meanwhile?.();
    await execute(em, 'insert into stated (nik_index) values ($1)', [index]);
    const added = 'insert into claim (nik_index, holder) values ($1, $2) on conflict do nothing';
    return (await execute(em, added, [index, holder])).affected === 1;
  });

const run = async (
  database: VaultDatabase,
  onBatch: (progress: ReindexProgress) => Promise<boolean> | boolean = () => true,
) => {
  const client = await database.pool.connect();
  try {
    for await (const progress of reindex(client, { chain: subgraphChain(during), batch: 10 }))
      if (!(await onBatch(progress))) return;
  } finally {
    client.release();
  }
};

/** NIKs of which a table has the index by a vault's keys, and how many of its rows have none of these. */
const found = async (database: VaultDatabase, vault: Vault, count: number) => {
  const numbers = new Map(
    Array.from({ length: count }, (_, number) => [vault.blindIndex('nik', nikOf(number)).toString('hex'), number]),
  );
  const rows = await database.query<{ nik_index: Buffer }>(`select nik_index from claim where holder <> 'nobody'`);
  const known = rows.map(({ nik_index }) => numbers.get(nik_index.toString('hex')));
  return { claims: known.length, known: new Set(known.filter((number) => number !== undefined)).size };
};

test('an index by the next key needs no value, and one of former keys alone finds nothing', () => {
  const chain = subgraphChain(after);
  const first = vaults.before.blindIndex('nik', nikOf(1));
  const second = vaults.after.blindIndex('nik', nikOf(1));
  expect([first.length, second.length, second[0]]).toEqual([16, 17, 2]);
  expect(chain.lift('nik', first, 1)).toEqual(second);
  expect(vaults.during.blindIndex('nik', nikOf(1))).toEqual(first);
  const third = new Vault({ ...after, index: [...indexKeysOf(after), randomKey()] }).blindIndex('nik', nikOf(1));
  expect([third.length, third[0]]).toEqual([17, 3]);
  const other = new Vault({ ...after, index: [...indexKeysOf(before), randomKey()] });
  expect(other.blindIndex('nik', nikOf(1))).not.toEqual(second);
});

test('what was written by fewer keys is among the indexes of a value', () => {
  const third = new Vault({ ...after, index: [...indexKeysOf(after), randomKey()] });
  const all = third.blindIndexes('code', '123456');
  expect(all).toEqual([third, vaults.after, vaults.before].map((vault) => vault.blindIndex('code', '123456')));
});

test('a NIK that many claim while the key is rotated is claimed once, whoever comes before, during and after', async () => {
  const database = await openTables();
  const COUNT = 150;
  const taken: number[] = [];
  const claimBy = async (vault: Vault, number: number, holder: string) => {
    if (await claim(database, vault, { number, holder })) taken.push(number);
  };
  for (let number = 0; number < 50; number += 1) await claimBy(vaults.before, number, 'before');
  let isOver = false;
  let claims = 0;
  const worker = async (seed: number) => {
    for (let turn = seed; !isOver; turn += 7) {
      await claimBy(vaults.during, turn % COUNT, `during ${seed}`);
      claims += 1;
    }
  };
  const workers = [0, 1, 2].map(worker);
  await run(database);
  isOver = true;
  await Promise.all(workers);
  expect(claims).toBeGreaterThan(20);
  // Some processes have the key at the end of the list already.
  const numbers = Array.from({ length: COUNT }, (_, number) => number);
  await Promise.all(
    numbers.flatMap((number) => [vaults.during, vaults.after].map((vault) => claimBy(vault, number, 'after'))),
  );
  expect(taken.toSorted((one, other) => one - other)).toEqual(numbers);
  expect(await found(database, vaults.after, COUNT)).toEqual({ claims: COUNT, known: COUNT });
  expect(await database.query('select 1 from stated where octet_length(nik_index) = 16')).toEqual([]);
});

test('the next key counts only when whoever looked before has written', async () => {
  const database = await openTables();
  const GENERATION = 'select keys from blind_index_generation';
  let rotation: Promise<void> | undefined;
  const first = await claim(database, vaults.during, {
    number: 7,
    holder: 'siti',
    meanwhile: async () => {
      rotation = run(database);
      await delay(500);
      expect(await database.query(GENERATION)).toEqual([]);
    },
  });
  const second = await claim(database, vaults.during, { number: 7, holder: 'budi' });
  await rotation;
  expect([first, second, await database.query(GENERATION)]).toEqual([true, false, [{ keys: 2 }]]);
  expect(await found(database, vaults.after, 8)).toEqual({ claims: 1, known: 1 });
});

test('what compares rows with each other meets one form of a value, at any moment', async () => {
  const database = await openTables();
  for (let number = 0; number < 60; number += 1) {
    await claim(database, vaults.before, { number, holder: 'siti' });
    await claim(database, vaults.before, { number, holder: 'budi' });
  }
  const ALONE = `select 1 from claim where (select count(*) from stated where stated.nik_index = claim.nik_index) <> 2`;
  const lonely: number[] = [];
  await run(database, async () => {
    lonely.push((await database.query(ALONE)).length);
    return true;
  });
  expect(lonely.length).toBeGreaterThan(5);
  expect(new Set(lonely)).toEqual(new Set([0]));
});

test('a run that was stopped goes on where it was, and what is no index stays', async () => {
  const database = await openTables();
  await database.query(`insert into claim values ('\\x00112233445566778899aabbccddeeff', 'nobody')`);
  for (let number = 0; number < 40; number += 1) await claim(database, vaults.before, { number, holder: 'siti' });
  const rows: number[] = [];
  await run(database, ({ moved }) => rows.push(moved) < 2);
  expect(rows).toEqual([20, 40]);
  expect((await found(database, vaults.after, 40)).known).toBe(20);
  await run(database);
  expect((await found(database, vaults.after, 40)).known).toBe(40);
  expect(await database.query(`select octet_length(nik_index) as bytes from claim where holder = 'nobody'`)).toEqual([
    { bytes: 16 },
  ]);
  const again: ReindexProgress[] = [];
  await run(database, (progress) => again.push(progress) > 0);
  expect(again).toEqual([]);
});

test('a process that has not heard of the next key is noticed', async () => {
  const database = await openTables();
  let number = 0;
  const old = () => claim(database, vaults.before, { number: number++, holder: 'siti' });
  await old();
  await expect(run(database, old)).rejects.toThrow('does every process of the service know nextIndex?');
});

test('a process whose keys are not those of the database does not start', async () => {
  const database = await openTables();
  for (const vault of [vaults.before, vaults.during]) await vault.assertKeys(database);
  await expect(vaults.after.assertKeys(database)).rejects.toThrow(VaultError);
  for (let number = 0; number < 20; number += 1) await claim(database, vaults.before, { number, holder: 'siti' });
  await run(database, () => false);
  for (const vault of [vaults.before, vaults.after])
    await expect(vault.assertKeys(database)).rejects.toThrow(VaultError);
  await vaults.during.assertKeys(database);
  await run(database);
  for (const vault of [vaults.during, vaults.after]) await vault.assertKeys(database);
  await expect(vaults.before.assertKeys(database)).rejects.toThrow('VAULT_KEYS has others');
});

test('nothing begins while a process lives that does not know the next key, and one that comes later is met', async () => {
  const database = await openTables();
  const { url } = database.origin;
  for (let number = 0; number < 40; number += 1) await claim(database, vaults.before, { number, holder: 'siti' });
  const old = await tellKnownKeys({ url, name: 'pmo', keys: 1 });
  const ready = await tellKnownKeys({ url, name: 'pmo', keys: 2 });
  await expect(run(database)).rejects.toThrow(/restart them with nextIndex: pmo keys at 127\.0\.0\.1 \(session \d+\)$/);
  expect(await database.query('select 1 from blind_index_generation')).toEqual([]);
  await old.close();
  let late: Awaited<ReturnType<typeof tellKnownKeys>> | undefined;
  const start = async () => {
    late ??= await tellKnownKeys({ url, name: 'late', keys: 1 });
    return true;
  };
  await expect(run(database, start)).rejects.toThrow('late keys');
  await late?.close();
  await run(database);
  expect((await found(database, vaults.after, 40)).known).toBe(40);
  await ready.close();
});

test('what a process knows is told again when its connection broke', async () => {
  const database = await openTables();
  const told = await tellKnownKeys({ url: database.origin.url, name: 'pmo', keys: 1 });
  const CUT = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pmo keys' and datname = current_database()`;
  await database.query(CUT);
  const refused = () =>
    run(database).then(
      () => '',
      (error: Error) => error.message,
    );
  expect(await until(refused, (message) => message.includes('pmo keys'))).toContain('pmo keys');
  await told.close();
});

test('when all are anew the database takes none by the former keys, until the next rotation', async () => {
  const database = await openTables();
  await claim(database, vaults.before, { number: 1, holder: 'siti' });
  await run(database);
  await expect(claim(database, vaults.before, { number: 2, holder: 'siti' })).rejects.toThrow('stated_nik_index_keys');
  expect(await claim(database, vaults.after, { number: 2, holder: 'siti' })).toBe(true);
  // What is no index has no keys.
  await database.query(`insert into claim values ('\\x00112233445566778899aabbccddeeff', 'nobody')`);
  const third: VaultKeys = { ...after, nextIndex: randomKey() };
  const client = await database.pool.connect();
  for await (const _ of reindex(client, { chain: subgraphChain(third), batch: 10 })) void _;
  client.release();
  await expect(claim(database, vaults.after, { number: 3, holder: 'siti' })).rejects.toThrow('stated_nik_index_keys');
  expect(await claim(database, new Vault(third), { number: 3, holder: 'siti' })).toBe(true);
});
