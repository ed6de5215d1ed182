import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { people } from '../../gateway/testkit/people.ts';
import { type Stack, startStack } from '../../gateway/testkit/stack.ts';
import { command } from './supergraph.ts';

const SUPERGRAPH_SECRET = randomBytes(32).toString('base64url');

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people(), env: { SUPERGRAPH_SECRET } });
  await stack.gateway.revisions.take(`${stack.supergraph}\n# next`, { name: 'registry' });
  await stack.gateway.revisions.take('type Query {', { name: 'registry' });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stack.stop();
});
beforeEach(() => {
  vi.stubEnv('GRAPH_URL', stack.url);
  vi.stubEnv('SUPERGRAPH_SECRET', SUPERGRAPH_SECRET);
});

const run = async (...args: string[]): Promise<string[]> => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await command.run(args);
    return write.mock.calls
      .map(([text]) => text)
      .join('')
      .trim()
      .split('\n');
  } finally {
    write.mockRestore();
  }
};

test('an operator sees the revisions, what was refused and why, and goes back to one', async () => {
  const [headings, second, first, refused] = await run('show');
  expect(headings).toMatch(/^NUMBER +REVISION +TAKEN AT +LIVE +SOURCE$/);
  expect(second).toMatch(/^2 +[0-9a-f]{16} +\d{4}-.*Z +live +registry$/);
  expect(first).toMatch(/^1 +[0-9a-f]{16} +\d{4}-.*Z +fixed$/);
  expect(refused).toMatch(/^refused [0-9a-f]{16} of registry at .*: Syntax Error/);
  expect(await run('rollback', '--to', '1')).toEqual([expect.stringMatching(/^revision 1 \([0-9a-f]{16}\) is live$/)]);
  expect((await run('show'))[2]).toMatch(/^1 .* live +fixed$/);
});

test('what cannot be is said in one line', async () => {
  await expect(run('rollback', '--to', '9')).rejects.toThrow('not rolled back: there is no revision 9');
  await expect(run('rollback')).rejects.toThrow('rollback takes --to and the number of a revision');
  await expect(run('show', '--to')).rejects.toThrow('--to');
  vi.stubEnv('SUPERGRAPH_SECRET', randomBytes(32).toString('base64url'));
  await expect(run('show')).rejects.toThrow(`${stack.url} takes another SUPERGRAPH_SECRET`);
});

test('without the secret there is nothing at these paths', async () => {
  const other = await startStack({ subgraphs: people() });
  const statusOf = async (graph: string, authorization?: string) =>
    (await fetch(new URL('/supergraph', graph), { headers: authorization ? { authorization } : {} })).status;
  expect(await statusOf(stack.url)).toBe(404);
  expect(await statusOf(stack.url, `Bearer ${SUPERGRAPH_SECRET}`)).toBe(200);
  expect(await statusOf(other.url, 'Bearer ')).toBe(404);
  await other.stop();
});
