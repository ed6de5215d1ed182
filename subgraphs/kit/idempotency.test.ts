import { expect, test } from 'vitest';
import { eventDatabase } from '../../tests/testkit/events.ts';
import { idempotencyTables } from './idempotency.tables.ts';
import { once } from './idempotency.ts';
import { Refusal } from './refusal.ts';

const call = {
  caller: 'officer-1',
  operation: 'register',
  key: 'key-00000001',
  body: { name: 'A', at: { x: 1, y: 2 } },
};

type EventDatabase = Awaited<ReturnType<typeof eventDatabase>>;

const opened = async () => {
  const database = await eventDatabase();
  await database.rows('create table effect (id int)');
  for (const statement of idempotencyTables()) await database.rows(statement);
  return database;
};

const run = ({ orm }: EventDatabase, change: Partial<typeof call> = {}, fault?: Error) =>
  orm.em.fork().transactional((tx) =>
    once(tx, { ...call, ...change }, async () => {
      await tx.execute('insert into effect values (1)');
      if (fault) throw fault;
      return { id: crypto.randomUUID() };
    }),
  );

const effects = async ({ rows }: EventDatabase) => (await rows('select from effect')).length;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  );

test('twenty calls at once under one key have one effect and one answer', async () => {
  const database = await opened();
  const answers = await Promise.all(Array.from({ length: 20 }, () => run(database)));
  expect([new Set(answers.map(({ id }) => id)).size, await effects(database)]).toEqual([1, 1]);
});

test('the order of the fields does not matter, another content is refused', async () => {
  const database = await opened();
  const first = await run(database);
  expect(await run(database, { body: { at: { y: 2, x: 1 }, name: 'A' } })).toEqual(first);
  expect(await codeOf(run(database, { body: { ...call.body, name: 'B' } }))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await effects(database)).toBe(1);
});

test('a key is the caller’s and the operation’s own', async () => {
  const database = await opened();
  await run(database);
  await run(database, { caller: 'officer-2' });
  await run(database, { operation: 'other' });
  expect(await effects(database)).toBe(3);
});

test('a call that was refused can be corrected under its key', async () => {
  const database = await opened();
  const refusal = new Refusal('NO', { en: 'No.', id: 'Tidak.' });
  expect(await codeOf(run(database, {}, refusal))).toBe('NO');
  await run(database, { body: { ...call.body, name: 'B' } });
  expect(await effects(database)).toBe(1);
});

test.each(['', 'short', 'with space', 'x'.repeat(129), 'nul\0byte-0001'])('%j is no key', async (key) => {
  expect(await codeOf(run(await opened(), { key }))).toBe('IDEMPOTENCY_KEY_MALFORMED');
});
