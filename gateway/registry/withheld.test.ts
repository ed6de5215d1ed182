import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { newDirectory } from '../../tests/testkit/directory.ts';
import { people } from '../testkit/people.ts';
import { approver, publishedPeople, publisher } from '../testkit/published-people.ts';
import { Histories, keyList, newKey, type Publication, serveRegistry, verifyHere } from '../testkit/registry.ts';
import { type Stack, startStack } from '../testkit/stack.ts';
import { openDatabaseTrustStore } from './database-trust-store.ts';
import { createRegistrySource } from './registry-source.ts';

const warden = newKey({ organization: 'pmo', role: 'warden' });
const keys = keyList([publisher, approver, warden]);

const served = publishedPeople();
const { subgraphs } = served;
beforeAll(served.start);
afterAll(served.stop);

const soon = { interval: 20 };

const documents = {
  greet: 'query Greet { me { name nickname } }',
  who: 'query Who { whoami }',
};

const publication = (subgraph: 'users' | 'reviews', change = (sdl: string) => sdl): Publication => {
  const { sdl, url: address } = subgraphs[subgraph];
  return { organization: 'pmo', subgraph, sdl: change(sdl), address, publisher, approver };
};

const set = async () => {
  const histories = new Histories();
  const publish = (...given: Parameters<typeof publication>) => histories.publish(publication(...given));
  publish('users');
  publish('reviews');
  const registry = await serveRegistry(JSON.stringify(histories.bundle()));
  onTestFinished(() => registry.stop());
  const directory = newDirectory('documents');
  for (const [name, text] of Object.entries(documents)) writeFileSync(join(directory, `${name}.graphql`), text);
  const databaseUrl = await createDatabase('gateway');
  const start = async () => {
    const store = await openDatabaseTrustStore(databaseUrl, { warn: () => undefined });
    const source = createRegistrySource({ url: registry.url, keys, store, verify: verifyHere });
    const stack = await startStack({
      subgraphs: people(),
      source,
      checks: [source.check],
      env: {
        SUPERGRAPH_POLL_MS: '100',
        RATE_LIMIT_DATABASE_URL: databaseUrl,
        TRUSTED_DOCUMENTS: 'allow',
        TRUSTED_DOCUMENTS_DIRECTORY: directory,
      },
    });
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= stack.stop());
    onTestFinished(stop);
    return { ...stack, stop };
  };
  return {
    histories,
    publish,
    start,
    answer: registry.answer,
    serve: () => registry.answer(JSON.stringify(histories.bundle())),
  };
};

const isShown = async ({ ask }: Stack) => {
  const { data } = await ask('{ __type(name: "User") { fields { name } } }');
  const { fields } = (data as { __type: { fields: { name: string }[] } }).__type;
  return fields.some(({ name }) => name === 'nickname');
};
const lastRefusal = async ({ gateway }: Stack) => (await gateway.revisions.state()).offers.at(-1)?.refusal;

test('a field that is granted no more goes, with the documents that ask for it, and no rollback brings it back', async () => {
  const { histories, publish, serve, start } = await set();
  const stack = await start();
  expect(await isShown(stack)).toBe(true);
  histories.withhold('users', ['User.nickname'], warden);
  serve();
  await expect.poll(() => isShown(stack), soon).toBe(false);
  expect((await stack.ask('{ me { name } }')).data).toEqual({ me: { name: 'name 1' } });
  const { refusal } = await stack.gateway.revisions.rollback(1, { mayBreakDocuments: true });
  expect(refusal).toBe('it shows what its owner grants no more: User.nickname');
  expect((await stack.gateway.revisions.state()).liveFault).toBeUndefined();

  await stack.stop();
  const again = await start();
  expect(await isShown(again)).toBe(false);

  // Who is granted it again publishes again.
  publish('users');
  serve();
  await expect.poll(() => isShown(again), soon).toBe(true);
});

test('a registry that leaves the withholding out again is not believed, nor is a warden who is not pinned', async () => {
  const { histories, serve, start, answer } = await set();
  const before = JSON.stringify(histories.bundle());
  const stack = await start();
  const { id } = stack.gateway.revisions.live;
  histories.withhold('users', ['User.nickname'], newKey({ organization: 'pmo', role: 'warden' }));
  serve();
  await expect
    .poll(() => lastRefusal(stack))
    .toContain("the warden's signature of 1 of users: no warden has the pinned");
  expect(stack.gateway.revisions.live.id).toBe(id);
  histories.withhold('users', ['User.nickname'], warden);
  serve();
  await expect.poll(() => isShown(stack), soon).toBe(false);
  answer(before);
  await expect
    .poll(() => lastRefusal(stack))
    .toBe('statement 1 of users shows User.nickname again, which was withheld');
  await stack.stop();
  const again = await start();
  expect(await isShown(again)).toBe(false);
});

test('what a warden takes away may not be answered by another subgraph without its guard', async () => {
  const { histories, serve, start } = await set();
  const stack = await start();
  const guarded = (sdl: string) =>
    sdl
      .replace(
        'type Query {',
        'type Money @key(fields: "currency") { currency: ID! amount: Int @shareable @authenticated }\ntype Query { price: Money',
      )
      .replace('"@key"', '"@key", "@shareable", "@authenticated"');
  histories.publish(publication('users', guarded));
  histories.publish(
    publication(
      'reviews',
      (sdl) => `${sdl}\ntype Money @key(fields: "currency") { currency: ID! amount: Int @shareable }\n`,
    ),
  );
  serve();
  await expect.poll(async () => (await stack.gateway.revisions.state()).revisions.length, soon).toBe(2);
  const { id } = stack.gateway.revisions.live;
  histories.withhold('users', ['Money.amount'], warden);
  serve();
  await expect
    .poll(() => lastRefusal(stack), soon)
    .toBe('what is left out of the supergraph would be shown by another way');
  expect(stack.gateway.revisions.live.id).toBe(id);
});

test('what breaks another document is refused, whatever is withheld with it', async () => {
  const { histories, publish, serve, start } = await set();
  const stack = await start();
  const { id } = stack.gateway.revisions.live;
  publish('users', (sdl) => sdl.replace('whoami: String', ''));
  serve();
  await expect.poll(() => lastRefusal(stack), soon).toContain('who.graphql: Cannot query field');
  const [refused] = (await stack.gateway.revisions.state()).offers;
  histories.withhold('users', ['User.nickname'], warden);
  serve();
  await expect.poll(async () => (await stack.gateway.revisions.state()).offers[0]?.id, soon).not.toBe(refused?.id);
  expect(await lastRefusal(stack)).toContain('who.graphql');
  expect(await lastRefusal(stack)).not.toContain('greet.graphql');
  expect(stack.gateway.revisions.live.id).toBe(id);
});
