import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { people } from '../testkit/people.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

const COUNTS_SECRET = randomBytes(32).toString('base64url');
const SUPERGRAPH_SECRET = randomBytes(32).toString('base64url');

let stack: Stack;
beforeAll(async () => {
  const env = { COUNTS_SECRET, SUPERGRAPH_SECRET, RATE_LIMIT_DATABASE_URL: await createDatabase('gateway') };
  stack = await startStack({ subgraphs: people(), env });
});
afterAll(() => stack.stop());

const ask = (path: string, secret: string, body: object) =>
  fetch(new URL(`/supergraph/${path}`, stack.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('who holds its secret reads uses by day and health by hour, as they were counted', async () => {
  const authorization = `Bearer ${await stack.issuer.sign({ sub: 'portal', azp: 'kerja', org: 'org-1' })}`;
  await stack.post({ query: '{ me { id } }' }, { authorization });
  await stack.post({ query: '{ me { id } }' });
  const uses = async () => {
    const response = await ask('counts/uses', COUNTS_SECRET, { coordinates: ['Query.me'], days: 1 });
    return ((await response.json()) as { uses: unknown[] }).uses;
  };
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  await expect
    .poll(uses, { timeout: 12_000, interval: 300 })
    .toEqual([
      { coordinate: 'Query.me', organization: 'org-1', client: 'kerja', day: expect.any(String), executions: 1 },
    ]);
  expect(day).toMatch(/^\d{4}/);
  const sinceHour = Math.floor(Date.now() / 3_600_000) - 1;
  const read = async () => (await ask('counts/health', COUNTS_SECRET, { sinceHour })).json();
  await expect.poll(read, { timeout: 12_000, interval: 300 }).toMatchObject({
    organizations: [{ organization: 'org-1', operations: 1, failed: 0 }],
    budgets: { organizations: {} },
  });
});

test('to others there is nothing, and its secret opens nothing else', async () => {
  const body = { coordinates: ['Query.me'], days: 1 };
  for (const secret of ['', SUPERGRAPH_SECRET, `${COUNTS_SECRET}x`, COUNTS_SECRET.toLowerCase()])
    expect((await ask('counts/health', secret, { sinceHour: 1 })).status).toBe(404);
  for (const path of ['', 'usage', 'look', 'rollback'])
    expect((await ask(path, COUNTS_SECRET, { number: 1 })).status, path).toBe(404);
  expect((await ask('counts/uses', COUNTS_SECRET, { ...body, coordinates: ['x; drop'] })).status).toBe(400);
  expect((await ask('counts/uses', COUNTS_SECRET, { ...body, days: 900 })).status).toBe(400);
});
