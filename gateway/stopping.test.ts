import { setTimeout as sleep } from 'node:timers/promises';
import { createClient as createStreamClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import { people } from './testkit/people.ts';
import { startStack } from './testkit/stack.ts';

const statusOf = async (url: string, path: string) => (await fetch(new URL(path, url))).status;

test('a gateway that stops says so first, and serves until what balances the load has noticed', async () => {
  const { users, reviews } = people();
  const endless = async function* () {
    while (true) {
      yield { endless: { id: '1' } };
      await sleep(20);
    }
  };
  const slow: typeof users = {
    typeDefs: users.typeDefs.replace('renamed(', 'endless: User renamed('),
    resolvers: { ...users.resolvers, Subscription: { endless: { subscribe: endless } } },
    intercept: (_request, response, { query }) => {
      if (!query.includes('nickname')) return false;
      setTimeout(() => response.end('{"data":{"me":{"nickname":"late"}}}'), 900);
      return true;
    },
  };
  const stack = await startStack({ subgraphs: { users: slow, reviews }, env: { UNREADY_MS: '600' } });
  expect(await statusOf(stack.url, '/health/ready')).toBe(200);
  const client = createClient({
    url: stack.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
  });
  const closed = new Promise<number>((resolve) => client.on('closed', (event) => resolve((event as CloseEvent).code)));
  expect((await client.iterate({ query: '{ me { id } }' }).next()).value).toEqual({ data: { me: { id: '1' } } });

  const accept = { accept: 'text/event-stream' };
  const stream = await stack.post({ query: 'subscription { endless { id } }' }, accept);

  const startedAt = performance.now();
  const stopped = stack.gateway.stop(8000);
  expect(await statusOf(stack.url, '/health/ready')).toBe(503);
  expect(await statusOf(stack.url, '/health/live')).toBe(200);
  const answer = await stack.post({ query: '{ me { name } }' });
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
  expect(await answer.json()).toEqual({ data: { me: { name: 'name 1' } } });
  await sleep(200);
  // Taken before the door is closed, answered after it.
  const late = stack.ask('{ me { nickname } }');
  await expect.poll(() => statusOf(stack.url, '/health/live').catch(() => 'closed')).toBe('closed');
  expect(await late).toEqual({ data: { me: { nickname: 'late' } } });
  await stopped;
  // Without the event that completes it, its client subscribes again; it was not cut off when the time was over.
  expect(await stream.text()).not.toContain('event: complete');
  expect(performance.now() - startedAt).toBeLessThan(6000);
  expect(await closed).toBe(1001);
  await Promise.all([stack.subgraph('users').stop(), stack.subgraph('reviews').stop(), stack.issuer.remove()]);
});

test('clients of both protocols go on at another gateway by themselves: nothing told them that there is no more', async () => {
  const gatewayNamed = (id: string) => {
    const { users, reviews } = people();
    const endless = async function* () {
      while (true) {
        yield { endless: { id } };
        await sleep(20);
      }
    };
    const streaming: typeof users = {
      typeDefs: users.typeDefs.replace('renamed(', 'endless: User renamed('),
      resolvers: { ...users.resolvers, Subscription: { endless: { subscribe: endless } } },
    };
    return startStack({ subgraphs: { users: streaming, reviews } });
  };
  const [first, second] = await Promise.all([gatewayNamed('first'), gatewayNamed('second')]);
  let { url } = first;
  const retries = { retryAttempts: 20, retryWait: () => sleep(50) };
  const clients = {
    socket: createClient({ url: () => url.replace('http', 'ws'), webSocketImpl: WebSocket, ...retries }),
    stream: createStreamClient({ url: () => url, ...retries }),
  };
  const seen = { socket: new Set<string>(), stream: new Set<string>() };
  const ends: string[] = [];
  for (const name of ['socket', 'stream'] as const) {
    clients[name].subscribe<{ endless: { id: string } }>(
      { query: 'subscription { endless { id } }' },
      {
        next: ({ data }) => void seen[name].add(data?.endless.id ?? 'nothing'),
        error: (error) => void ends.push(`${name}: ${String(error)}`),
        complete: () => void ends.push(`${name} completed`),
      },
    );
  }
  const seenByBoth = () => [[...seen.socket], [...seen.stream]];
  await expect.poll(seenByBoth).toEqual([['first'], ['first']]);
  ({ url } = second);
  await first.gateway.stop(8000);
  const both = ['first', 'second'];
  await expect.poll(seenByBoth, { timeout: 5_000 }).toEqual([both, both]);
  expect(ends).toEqual([]);
  for (const client of Object.values(clients)) await client.dispose();
  await second.stop();
  await Promise.all([first.subgraph('users').stop(), first.subgraph('reviews').stop(), first.issuer.remove()]);
}, 20_000);
