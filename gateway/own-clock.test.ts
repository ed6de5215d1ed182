import { afterEach, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { createDatabase } from '../tests/testkit/database.ts';
import { people } from './testkit/people.ts';
import { startStack } from './testkit/stack.ts';

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['ahead of', 3_600_000],
  ['behind', -3_600_000],
])(
  'a gateway whose clock is an hour %s that of its database is not ready, and tells nobody that a good token has expired',
  async (way, ms) => {
    const RATE_LIMIT_DATABASE_URL = await createDatabase('clock');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
    const stack = await startStack({ subgraphs: people(), env: { RATE_LIMIT_DATABASE_URL } });
    try {
      const ready = await fetch(new URL('/health/ready', stack.url));
      const told = new RegExp(`the clock of this process is 3(600|59\\d)\\.\\d s ${way} that of its database`);
      expect([ready.status, await ready.json()]).toEqual([
        503,
        { status: 'not ready', reason: expect.stringMatching(told) },
      ]);
      expect((await fetch(new URL('/health/live', stack.url))).status).toBe(200);
      expect(stack.log.filter(({ message }) => told.test(message))).toHaveLength(1);
      const response = await stack.post(
        { query: '{ me { name } }' },
        { authorization: `Bearer ${await stack.issuer.sign({ sub: 'siti' })}` },
      );
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
      const socket = new WebSocket(stack.url.replace('http', 'ws'), 'graphql-transport-ws');
      const refused = await new Promise<Error>((resolve) => socket.once('error', resolve));
      expect(refused.message).toContain('503');
    } finally {
      await stack.stop();
    }
  },
);
