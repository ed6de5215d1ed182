import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keysOf, type VaultDatabase, vaultDatabase } from '../../../tests/testkit/vault.ts';
import { uuidv7 } from '../ids.ts';
import { countStatements } from '../statements.ts';
import { indexKeysOf, vaultKeys } from './keys.ts';
import { Secret } from './secret.ts';
import { VaultError } from './vault.error.ts';
import { type Place, Vault } from './vault.ts';

const NIK = '3273994501010007';

const placeOf = (subjectId: string): Place => ({ subjectId, table: 'person', column: 'nik', rowId: subjectId });

const sealNik = async (vault: Vault, { orm }: VaultDatabase, place = placeOf(uuidv7())) => {
  const [sealed] = await orm.em
    .fork()
    .transactional((em) => vault.seal(em, [{ ...place, value: new Secret('nik', NIK) }]));
  return { ...place, kind: 'nik' as const, sealed: sealed as Buffer };
};

const revealed = (opened: readonly (Secret | VaultError | null)[]) =>
  opened.map((value) => (value instanceof Secret ? value.reveal() : value));

test('whatever is sealed opens to the same text', () => {
  const vault = new Vault(keysOf('2026-01'));
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(
    fc.property(text, fc.uuid(), fc.string(), (value, subjectId, column) => {
      const { key } = vault.newSubject(subjectId);
      const place = { subjectId, table: 'person', column, rowId: subjectId };
      const sealed = key.seal(place, new Secret('any', value));
      expect(key.open(place, { kind: 'any', sealed }).reveal()).toBe(value);
      expect(sealed.length).toBe(29 + Buffer.byteLength(value));
    }),
    { numRuns: 2_000 },
  );
});

test('the same value is sealed differently each time', () => {
  const { key } = new Vault(keysOf('2026-01')).newSubject('siti');
  const sealed = Array.from({ length: 1_000 }, () => key.seal(placeOf('siti'), new Secret('nik', NIK)).toString('hex'));
  expect(new Set(sealed.map((hex) => hex.slice(2, 26))).size).toBe(1_000);
  expect(sealed.filter((hex) => hex.includes(Buffer.from(NIK).toString('hex')))).toEqual([]);
});

test('any flipped bit and any missing byte is refused', () => {
  const { key } = new Vault(keysOf('2026-01')).newSubject('siti');
  const place = placeOf('siti');
  const sealed = key.seal(place, new Secret('nik', NIK));
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const altered = Buffer.from(sealed);
    altered[bit >> 3] = altered.readUInt8(bit >> 3) ^ (1 << (bit & 7));
    expect(() => key.open(place, { kind: 'nik', sealed: altered })).toThrow(VaultError);
  }
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => key.open(place, { kind: 'nik', sealed: sealed.subarray(0, length) })).toThrow(VaultError);
  }
});

test('a page of values takes one statement to open, however many subjects', async () => {
  const database = await vaultDatabase();
  const vault = new Vault(keysOf('2026-01'));
  const people = Array.from({ length: 100 }, (_, at) => ({
    ...placeOf(uuidv7()),
    value: new Secret('nik', `nik ${at}`),
  }));
  const cost = async <T>(work: () => Promise<T>) => {
    const tally = { statements: 0 };
    return { answer: await countStatements(tally, work), ...tally };
  };
  // Begin, commit, and three: which are known, create, read.
  const sealing = () => database.orm.em.fork().transactional((em) => vault.seal(em, people));
  const first = await cost(sealing);
  const again = await cost(sealing);
  const rows = people.map(({ value: _, ...place }, at) => ({
    ...place,
    kind: 'nik',
    sealed: first.answer[at] as Buffer,
  }));
  const opened = await cost(() => vault.open(database, rows));
  expect([first.statements, again.statements, opened.statements]).toEqual([5, 3, 1]);
  expect(revealed(opened.answer)).toEqual(people.map(({ value }) => value.reveal()));
  expect(await cost(() => vault.open(database, []))).toEqual({ answer: [], statements: 0 });
});

test('a value opens in its own row, column, table and for its own subject only', async () => {
  const database = await vaultDatabase();
  const vault = new Vault(keysOf('2026-01'));
  const siti = await sealNik(vault, database);
  const budi = await sealNik(vault, database);
  const moved = [
    { ...siti, rowId: budi.rowId },
    { ...siti, column: 'kk' },
    { ...siti, table: 'wallet' },
    { ...siti, subjectId: budi.subjectId },
    { ...siti, sealed: budi.sealed },
  ];
  const opened = await vault.open(database, [siti, ...moved]);
  expect(revealed(opened)[0]).toBe(NIK);
  expect(opened.slice(1).map((value) => value instanceof VaultError)).toEqual(moved.map(() => true));
  expect(inspect(opened)).not.toContain(NIK);
});

test("a key that is put in another subject's row opens nothing", async () => {
  const database = await vaultDatabase();
  const vault = new Vault(keysOf('2026-01'));
  const siti = await sealNik(vault, database);
  const budi = await sealNik(vault, database);
  await database.query('update subject_key set wrapped = (select wrapped from subject_key where subject_id = $1)', [
    siti.subjectId,
  ]);
  const [hers, his, hersAsHis] = await vault.open(database, [siti, budi, { ...siti, subjectId: budi.subjectId }]);
  expect(revealed([hers ?? null])).toEqual([NIK]);
  expect([his, hersAsHis].map((value) => value instanceof VaultError)).toEqual([true, true]);
});

test('an erased subject opens to null, stays erased, and keeps no one else from being read', async () => {
  const database = await vaultDatabase();
  const vault = new Vault(keysOf('2026-01'));
  const siti = await sealNik(vault, database);
  const budi = await sealNik(vault, database);
  const erase = (id: string) => database.orm.em.fork().transactional((em) => vault.erase(em, [id]));
  await erase(siti.subjectId);
  const [first] = await database.query('select * from subject_key where subject_id = $1', [siti.subjectId]);
  await erase(siti.subjectId);
  const [second] = await database.query('select * from subject_key where subject_id = $1', [siti.subjectId]);
  expect(first).toMatchObject({ wrapped: null, destroyed_at: expect.any(Date) });
  expect(second).toEqual(first);
  expect(revealed(await vault.open(database, [siti, budi]))).toEqual([null, NIK]);
  await expect(sealNik(vault, database, placeOf(siti.subjectId))).rejects.toThrow('was erased');
});

test('nothing can be sealed for a subject who was erased before having a key', async () => {
  const database = await vaultDatabase();
  const vault = new Vault(keysOf('2026-01'));
  const id = uuidv7();
  await database.orm.em.fork().transactional((em) => vault.erase(em, [id]));
  await expect(sealNik(vault, database, placeOf(id))).rejects.toThrow('was erased');
});

test('transactions that seal for one new subject at once share one key', async () => {
  const database = await vaultDatabase();
  const vault = new Vault(keysOf('2026-01'));
  const id = uuidv7();
  const rows = await Promise.all(Array.from({ length: 8 }, () => sealNik(vault, database, placeOf(id))));
  expect(revealed(await vault.open(database, rows))).toEqual(rows.map(() => NIK));
});

test('a key-encryption key that is gone is named, and the value stays closed', async () => {
  const database = await vaultDatabase();
  const old = keysOf('2025-01');
  const siti = await sealNik(new Vault(old), database);
  const [opened] = await new Vault({ ...keysOf('2026-01'), index: old.index }).open(database, [siti]);
  expect(String(opened)).toContain('there is no key-encryption key 2025-01 in VAULT_KEYS');
});

test('equivalent forms have one blind index, and each kind and key has its own', () => {
  const keys = keysOf('2026-01');
  const vault = new Vault(keys);
  const hex = (kind: 'nik' | 'kk' | 'phone', value: string) => vault.blindIndex(kind, value).toString('hex');
  expect(hex('phone', '0840-1234-5678')).toBe(hex('phone', '+6284012345678'));
  expect(hex('nik', NIK)).toBe(vault.blindIndex('nik', new Secret('nik', NIK)).toString('hex'));
  expect(hex('nik', NIK)).toMatch(/^[0-9a-f]{32}$/);
  const otherKey = new Vault({ ...keys, index: keysOf('x').index });
  expect(new Set([hex('nik', NIK), hex('kk', NIK), otherKey.blindIndex('nik', NIK).toString('hex')]).size).toBe(3);
});

test('a blind index outlives the rotation of the key-encryption key', () => {
  const old = keysOf('2025-01');
  const rotated = { ...old, current: '2026-01', keys: { ...old.keys, ...keysOf('2026-01').keys } };
  expect(new Vault(rotated).blindIndex('nik', NIK)).toEqual(new Vault(old).blindIndex('nik', NIK));
});

test('a vault shows neither keys nor values when it is printed', () => {
  const keys = keysOf('2026-01');
  const vault = new Vault(keys);
  const { key } = vault.newSubject('siti');
  const printed = inspect({ vault, key }, { depth: 9, showHidden: true }) + JSON.stringify({ vault, key });
  for (const secret of [...indexKeysOf(keys), ...Object.values(keys.keys)]) {
    expect(printed).not.toContain(secret);
    expect(printed).not.toContain(Buffer.from(secret, 'base64url').toString('hex'));
  }
});

test.each([
  ['an unknown current key', { current: '2027-01' }, 'current'],
  ['a short key', { keys: { '2026-01': 'c2hvcnQ' } }, 'keys.2026-01'],
  ['a short index key', { index: 'c2hvcnQ' }, 'index'],
  ['an odd id', { keys: { 'a b': 'c2hvcnQ' } }, 'keys.a b'],
])('keys with %s are refused, without being told', (_name, wrong, path) => {
  const parsed = vaultKeys.safeParse({ ...keysOf('2026-01'), ...wrong });
  expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  expect(parsed.error?.message).not.toContain('c2hvcnQ');
});
