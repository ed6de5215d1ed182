import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { market } from '../testkit/market.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

const countsSecret = 'u'.repeat(43);

let directory: string;
let stack: Stack;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kept-'));
  await mkdir(join(directory, 'portal-web'));
  await writeFile(join(directory, 'portal-web', 'items.graphql'), 'query Items { items { id } }');
  const env = {
    TRUSTED_DOCUMENTS_DIRECTORY: directory,
    TRUSTED_DOCUMENTS: 'allow',
    COUNTS_SECRET: countsSecret,
    COST_LIMIT: '1234',
    RATE_LIMIT_DATABASE_URL: await createDatabase('gateway'),
  };
  stack = await startStack({ subgraphs: market(), env });
});
afterAll(async () => {
  await stack.stop();
  await rm(directory, { recursive: true });
});

const kept = async (secret: string | undefined, path = '/supergraph/kept', method = 'GET') => {
  const headers: Record<string, string> = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
  const answer = await fetch(new URL(path, stack.url), { method, headers });
  return { status: answer.status, body: answer.status === 200 ? await answer.json() : undefined };
};

test('the registry reads who uses what, by clients with a token, and the documents that clients registered', async () => {
  const token = await stack.issuer.sign({ sub: 'service', role: 'portal', org: 'portal-9', azp: 'portal-web' });
  await stack.ask('{ items { id name } }', { headers: { authorization: `Bearer ${token}` } });
  await stack.ask('{ item(id: "1") { id } }');
  const named = ({ coordinate, organization, client, executions }: Record<string, unknown>) =>
    `${coordinate} ${organization} ${client} ${executions}`;
  await expect
    .poll(async () => (await kept(countsSecret)).body.uses.map(named).toSorted())
    .toEqual(['Item.id portal-9 portal-web 1', 'Item.name portal-9 portal-web 1', 'Query.items portal-9 portal-web 1']);
  const { body } = await kept(countsSecret);
  expect(body.costLimit).toBe(1234);
  expect(body.documents).toContainEqual({
    client: 'portal-web',
    name: join(directory, 'portal-web', 'items.graphql'),
    text: 'query Items { items { id } }',
  });
});

test('nobody else reads it, and who reads it may do nothing more', async () => {
  expect((await kept(undefined)).status).toBe(404);
  expect((await kept('x'.repeat(43))).status).toBe(404);
  for (const [path, method] of [
    ['/supergraph', 'GET'],
    ['/supergraph/usage?coordinate=Item.id&days=1', 'GET'],
    ['/supergraph/look', 'POST'],
    ['/supergraph/rollback', 'POST'],
  ] as const)
    expect([path, (await kept(countsSecret, path, method)).status]).toEqual([path, 404]);
});
