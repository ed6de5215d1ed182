import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { ClockWatch, WrongClockError, watched } from './clock-watch.ts';
import { createLogger } from './log.ts';
import { createReadiness } from './readiness.ts';
import { createServer } from './server.ts';

const HOUR_MS = 3_600_000;

/** A clock that can be moved, a log that is kept, and a watch of the one that writes the other. */
const start = () => {
  const lines: string[] = [];
  const write = (_: object, message: string) => void lines.push(message);
  const shifted = { ms: 0 };
  const clock = new ClockWatch({ log: { info: write, error: write }, now: () => Date.now() + shifted.ms });
  return { lines, shifted, clock };
};

test.each([
  ['ahead of', HOUR_MS],
  ['behind', -HOUR_MS],
])(
  'a subgraph whose clock is an hour %s that of its database says so, refuses, and is well when it is mended',
  async (way, ms) => {
    const { lines, shifted, clock } = start();
    const readiness = createReadiness({ url: await createDatabase('clock'), name: 'test', clock });
    const app = await createServer({
      name: 'pmo',
      schema: buildSchema('type Query { one: Int }'),
      callerSecret: Buffer.alloc(32, 7).toString('base64url'),
      log: createLogger({ service: 'pmo', level: 'silent' }),
      isProduction: false,
      contextOf: () => ({}),
      checkReady: readiness.check,
      clockFault: () => clock.fault(),
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    onTestFinished(async () => {
      await app.close();
      await readiness.close();
    });
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}${path}`);
      return { status: response.status, text: await response.text() };
    };
    expect((await get('/health/ready')).status).toBe(200);
    shifted.ms = ms;
    const told = new RegExp(`the clock of this process is 3(600|599)\\.\\d s ${way} that of its database`);
    const unready = await get('/health/ready');
    expect([unready.status, unready.text]).toEqual([503, expect.stringMatching(told)]);
    expect(lines).toEqual([expect.stringMatching(told)]);
    expect((await get('/graphql')).status).toBe(503);
    expect((await get('/health/live')).status).toBe(200);
    expect(() => watched(() => new Date(), clock)()).toThrow(WrongClockError);
    // Once more, but not in the log: it is asked every few seconds.
    await get('/health/ready');
    shifted.ms = 0;
    expect((await get('/health/ready')).status).toBe(200);
    expect((await get('/graphql')).status).toBe(401);
    expect(lines).toEqual([
      expect.stringMatching(told),
      'the clock of this process agrees with that of its database again',
    ]);
  },
);

test('a clock is told of from two seconds on, wrong from half a minute on, and an answer that took long accuses nobody', () => {
  const { lines, clock } = start();
  const compare = (aheadMs: number, tookMs = 0) =>
    clock.compare('database', { theirMs: Date.now() - tookMs / 2 - aheadMs, tookMs });
  compare(1_000);
  compare(-20_000, 40_000);
  expect([lines.length, clock.fault()]).toEqual([0, undefined]);
  compare(5_000);
  expect([lines.length, clock.fault()]).toEqual([1, undefined]);
  compare(-31_000);
  expect(clock.fault()).toContain('behind that of its database');
});

test('the clock of an issuer is told of, and nobody refuses for it: the own one may be right', () => {
  const { lines, clock } = start();
  clock.compare('issuer', { theirMs: Date.now() - HOUR_MS, tookMs: 10 });
  expect(lines).toEqual([expect.stringMatching(/3(600|599)\.\d s ahead of that of its issuer/)]);
  expect(clock.fault()).toBeUndefined();
});
