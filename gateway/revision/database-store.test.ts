import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { people } from '../testkit/people.ts';
import { type StackOptions, startStack } from '../testkit/stack.ts';
import { openDatabaseStore } from './database-store.ts';
import { DocumentUses } from './document-uses.ts';
import { MemoryStore } from './memory-store.ts';
import { sourceOf } from './source.ts';
import type { RevisionStore } from './store.ts';

const log = { warn: () => undefined };
const stores: [name: string, open: () => Promise<RevisionStore>][] = [
  ['in memory', async () => new MemoryStore()],
  ['in PostgreSQL', async () => openDatabaseStore(await createDatabase('gateway'), log)],
];

const opened = async (open: () => Promise<RevisionStore>) => {
  const store = await open();
  onTestFinished(() => store.close());
  return store;
};

const revision = (id: string) => ({ id, supergraph: `# ${id}`, source: 'a file' });
const numbersOf = async (store: RevisionStore) => (await store.list()).map(({ id, number }) => `${id} ${number}`);

test.each(stores)('20 revisions are kept %s, and one that comes again gets a new number', async (_, open) => {
  const store = await opened(open);
  expect([await store.live(), await store.liveId(), await store.list()]).toEqual([undefined, undefined, []]);
  for (let number = 1; number <= 22; number += 1) await store.add(revision(`r${number}`));
  expect([(await numbersOf(store)).length, (await numbersOf(store)).at(-1)]).toEqual([20, 'r3 3']);
  expect([await store.byNumber(2), (await store.byNumber(3))?.supergraph]).toEqual([undefined, '# r3']);
  await store.add(revision('r3'));
  expect((await numbersOf(store)).slice(0, 2)).toEqual(['r3 23', 'r22 22']);
  await store.goBackTo(21);
  expect([await store.liveId(), (await store.live())?.supergraph]).toEqual(['r21', '# r21']);
  expect((await store.list()).filter(({ isLive }) => isLive)).toMatchObject([{ number: 21, source: 'a file' }]);
});

test.each(stores)('the last offer of each source is kept %s', async (_, open) => {
  const store = await opened(open);
  await store.recordOffer({ source: 'a', id: 'r1', refusal: 'bad' });
  await store.recordOffer({ source: 'b', id: 'r1', refusal: undefined });
  expect(await store.offers()).toMatchObject([{ source: 'a', refusal: 'bad' }, { source: 'b' }]);
  await store.recordOffer({ source: 'a', id: 'r2', refusal: undefined });
  expect((await store.offers())[0]).toMatchObject({ source: 'a', id: 'r2', refusal: undefined });
});

test('a document is unused when nobody asked it for 30 days; a new one counts from its first day', async () => {
  const url = await createDatabase('gateway');
  const store = await opened(() => openDatabaseStore(url, log));
  const documents = ['old', 'asked', 'new'].map((name) => ({ hash: name, text: name, name }));
  const uses = new DocumentUses(store);
  expect(await uses.unused(documents)).toEqual([]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`update document_use set used_on = current_date - 31 where hash in ('old', 'asked')`);
  await client.end();
  uses.mark('asked');
  expect((await uses.unused(documents)).map(({ name }) => name)).toEqual(['old']);
  await uses.flush();
  expect((await new DocumentUses(store).unused(documents)).map(({ name }) => name)).toEqual(['old']);
});

test('the last good one survives a restart over a broken file; gateways of one database go together', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'supergraph-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, 'supergraph.graphql');
  const env = { RATE_LIMIT_DATABASE_URL: await createDatabase('gateway'), SUPERGRAPH_POLL_MS: '100' };
  const start = (options: Partial<StackOptions> = {}) =>
    startStack({ subgraphs: people(), env, source: sourceOf(file), ...options });
  await expect(start()).rejects.toThrow('cannot read the supergraph');

  const { supergraph, ...first } = await startStack({ subgraphs: people() });
  await first.stop();
  await writeFile(file, supergraph);
  const one = await start();
  const other = await start();
  const ids = () => [one, other].map(({ gateway }) => gateway.revisions.live.id);
  const [initial = ''] = ids();
  await writeFile(file, `${supergraph}\n# next`);
  await expect.poll(() => new Set(ids()).size === 1 && ids()[0] !== initial).toBe(true);
  // What each of them saw in the file is one offer: a rollback holds on both.
  const { revisions } = await one.gateway.revisions.state();
  expect(revisions.map(({ number }) => number)).toEqual([2, 1]);
  await one.gateway.revisions.rollback(1, { mayBreakDocuments: false });
  await expect.poll(ids).toEqual([initial, initial]);
  await one.stop();
  await other.stop();

  const unchanged = await start();
  expect(unchanged.gateway.revisions.live.id).toBe(initial);
  await unchanged.stop();
  for (const broken of ['type Query {', supergraph.replaceAll('key: "id"', 'key: "nope"')]) {
    await writeFile(file, broken);
    // The planner dies of one of them.
    const restarted = await start({ plansApart: true });
    expect(restarted.gateway.revisions.live.id).toBe(initial);
    expect(restarted.log.map(({ message }) => message)).toContain('the last good supergraph is used');
    expect((await restarted.ask('{ me { name } }')).data).toEqual({ me: { name: 'name 1' } });
    await restarted.stop();
  }
  await rm(file);
  const without = await start();
  expect(without.gateway.revisions.live.id).toBe(initial);
  await without.stop();
});
