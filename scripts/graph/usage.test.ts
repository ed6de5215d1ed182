import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { people } from '../../gateway/testkit/people.ts';
import { type Stack, startStack } from '../../gateway/testkit/stack.ts';
import { createDatabase } from '../../tests/testkit/database.ts';
import { command } from './usage.ts';

const SUPERGRAPH_SECRET = randomBytes(32).toString('base64url');

let stack: Stack;
let without: Stack;
beforeAll(async () => {
  const env = { SUPERGRAPH_SECRET, RATE_LIMIT_DATABASE_URL: await createDatabase('gateway') };
  const first = await startStack({ subgraphs: people(), env });
  for (const version of ['1.0.0', '1.0.0', '2.0.0']) {
    const authorization = `Bearer ${await first.issuer.sign({ sub: 'a', azp: 'portal', org: 'karir' })}`;
    const headers = { authorization, 'apollographql-client-version': version };
    await first.ask('query Mine { me { name } }', { headers });
  }
  await first.ask('{ me { name } }');
  // It writes what it counted when it stops.
  await first.stop();
  stack = await startStack({ subgraphs: people(), env });
  without = await startStack({ subgraphs: people(), env: { SUPERGRAPH_SECRET } });
  vi.stubEnv('SUPERGRAPH_SECRET', SUPERGRAPH_SECRET);
  vi.stubEnv('GRAPH_URL', stack.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stack.stop();
  await without.stop();
});

const run = async (...args: string[]): Promise<string[]> => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await command.run(args);
    return write.mock.calls
      .map(([text]) =>
        String(text)
          .replaceAll(/\d{4}-\d\d-\d\dT\d\d:00:00Z/g, 'HOUR')
          .replaceAll(/ +/g, ' '),
      )
      .join('')
      .trim()
      .split('\n');
  } finally {
    write.mockRestore();
  }
};

test('an operator sees who uses a field, and what its owner may see', async () => {
  expect(await run('--coordinate', 'User.name')).toEqual([
    'ORGANISATION CLIENT VERSION EXECUTIONS LAST HOUR OPERATIONS',
    'karir portal 1.0.0 2 HOUR Mine',
    'strangers - - 1 HOUR -',
    'karir portal 2.0.0 1 HOUR Mine',
  ]);
  expect(await run('--coordinate', 'User.name', '--owner')).toEqual([
    'ORGANISATION EXECUTIONS LAST HOUR',
    'karir 3 HOUR',
    'strangers 1 HOUR',
  ]);
  expect(await run('--coordinate', 'Query.node(id:)', '--days', '7')).toEqual([
    'nobody used Query.node(id:) in 7 days',
  ]);
});

test('what cannot be is said in one line', async () => {
  await expect(run('--coordinate', 'name')).rejects.toThrow('--coordinate takes Type.field');
  await expect(run('--coordinate', 'User.name', '--days', '91')).rejects.toThrow('--days takes a number from 1 to 90');
  const path = '/supergraph/usage?coordinate=User.name&days=1';
  const headers = { authorization: `Bearer ${SUPERGRAPH_SECRET}` };
  expect((await fetch(new URL(path, stack.url))).status).toBe(404);
  expect((await fetch(new URL('/supergraph/usage?days=1', stack.url), { headers })).status).toBe(400);
  vi.stubEnv('GRAPH_URL', without.url);
  await expect(run('--coordinate', 'User.name')).rejects.toThrow('no operation log is kept');
});
