import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gather } from './gather.ts';
import { currentLife, duringRequest, RequestLife } from './request-life.ts';

const none = () => [];
const rolledBack = () => Object.assign(new Error('check violation'), { severity: 'ERROR' });

test('a call on a quiet day runs alone; what comes meanwhile runs together', async () => {
  const batches: number[][] = [];
  const run = async (calls: readonly number[]) => {
    batches.push([...calls]);
    await sleep(20);
    return calls.map((call) => call * 2);
  };
  const call = gather({ run, keysOf: none, atOnce: 1 });
  const first = call(1);
  await sleep(5);
  const others = Promise.all([2, 3, 4].map(call));
  expect([await first, await others]).toEqual([2, [4, 6, 8]]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

test('calls that share a key are never under way together, and keep their order', async () => {
  const under: string[] = [];
  const order: number[] = [];
  const run = async (calls: readonly { key: string; at: number }[]) => {
    for (const { key, at } of calls) {
      expect(under).not.toContain(key);
      under.push(key);
      order.push(at);
    }
    await sleep(2);
    for (const { key } of calls) under.splice(under.indexOf(key), 1);
    return calls.map(({ at }) => at);
  };
  const call = gather({ run, keysOf: ({ key }) => [key], most: 3 });
  await Promise.all(Array.from({ length: 30 }, (_, at) => call({ key: `person ${at % 5}`, at })));
  const ofOne = order.filter((at) => at % 5 === 0);
  expect(ofOne).toEqual(ofOne.toSorted((a, b) => a - b));
  expect(order).toHaveLength(30);
});

test('a call that PostgreSQL refuses fails alone', async () => {
  const run = async (calls: readonly number[]) => {
    await sleep(1);
    if (calls.includes(3)) throw rolledBack();
    return [...calls];
  };
  const call = gather({ run, keysOf: none, atOnce: 1 });
  const settled = await Promise.allSettled([1, 2, 3, 4].map(call));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

test('a broken connection fails the batch and is not tried again, since nobody knows what was done', async () => {
  let runs = 0;
  const run = async (): Promise<number[]> => {
    runs += 1;
    throw new Error('Connection terminated unexpectedly');
  };
  const call = gather<number, number>({ run, keysOf: none });
  const settled = await Promise.allSettled([1, 2, 3].map(call));
  expect([settled.every(({ status }) => status === 'rejected'), runs]).toEqual([true, 1]);
  await expect(call(4)).rejects.toThrow('terminated');
});

test('whatever comes whenever, each call runs once and gets its own answer', async () => {
  const arrivals = fc.array(fc.record({ key: fc.nat(4), waitMs: fc.nat(3) }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 5 }), async (calls, most) => {
      const ran: number[] = [];
      const run = async (batch: readonly { at: number }[]) => {
        expect(batch.length).toBeLessThanOrEqual(most);
        ran.push(...batch.map(({ at }) => at));
        await sleep(1);
        return batch.map(({ at }) => at);
      };
      const call = gather<{ at: number; key: number }, number>({ run, keysOf: ({ key }) => [String(key)], most });
      const answers = calls.map(({ key, waitMs }, at) => sleep(waitMs).then(() => call({ at, key })));
      expect(await Promise.all(answers)).toEqual(calls.map((_, at) => at));
      expect(ran.toSorted((a, b) => a - b)).toEqual(calls.map((_, at) => at));
    }),
    { numRuns: 60 },
  );
});

test('a call that would wait too long is refused at once with when to come again, and nobody else', async () => {
  const database = Promise.withResolvers<void>();
  const run = async (calls: readonly number[]) => {
    await database.promise;
    return [...calls];
  };
  const call = gather({ run, keysOf: none, atOnce: 1, longestWaitMs: 100 });
  const first = call(1);
  const second = call(2);
  await sleep(120);
  const waits: number[] = [];
  for (const refused of [3, 4, 5]) {
    const startedMs = performance.now();
    await expect(call(refused)).rejects.toMatchObject({ extensions: { code: 'OVERLOADED', retryAfterSeconds: 1 } });
    waits.push(performance.now() - startedMs);
  }
  expect(Math.min(...waits)).toBeLessThan(50);
  database.resolve();
  expect(await Promise.all([first, second])).toEqual([1, 2]);
});

test('a call whose request has ended while it waited is not run; one that runs for many ends with none of them', async () => {
  const ran: number[][] = [];
  const database = Promise.withResolvers<void>();
  const run = async (calls: readonly number[]) => {
    ran.push([...calls]);
    await database.promise;
    return calls.map(() => (currentLife() === undefined ? 0 : 1));
  };
  const call = gather({ run, keysOf: none, atOnce: 1 });
  const lives = [1, 2, 3].map(() => new RequestLife());
  const calls: Promise<number>[] = [];
  for (const [at, life] of lives.entries()) {
    calls.push(duringRequest(life, () => call(at)));
    await sleep(10);
  }
  const settled = Promise.allSettled(calls);
  lives[0]?.end('left');
  lives[1]?.end('left');
  database.resolve();
  expect((await settled).map((one) => ('value' in one ? one.value : one.reason.extensions.code))).toEqual([
    0,
    'REQUEST_OVER',
    0,
  ]);
  expect(ran).toEqual([[0], [2]]);
});

test('calls of one key do not wait without bound while other batches could run', async () => {
  const releases: (() => void)[] = [];
  const run = (calls: readonly number[]) =>
    new Promise<number[]>((resolve) => releases.push(() => resolve([...calls])));
  const call = gather({ run, keysOf: () => ['same'], atOnce: 2, mostWaiting: 10 });
  const settled = Promise.allSettled(Array.from({ length: 30 }, (_, index) => call(index)));
  await sleep(5);
  const late = Promise.allSettled(Array.from({ length: 30 }, (_, index) => call(index)));
  for (let turn = 0; turn < 12; turn += 1) {
    releases.shift()?.();
    await sleep(2);
  }
  const outcomes = [...(await settled), ...(await late)];
  const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(49);
  expect(new Set(refused.map(({ reason }) => reason.extensions.code))).toEqual(new Set(['OVERLOADED']));
});

test('of a batch that is run again one by one, what is past its deadline by then is not run', async () => {
  const alone: number[] = [];
  const run = async (calls: readonly number[]) => {
    if (calls.length > 1) throw rolledBack();
    alone.push(...calls);
    await sleep(40);
    return [...calls];
  };
  const call = gather({ run, keysOf: none, atOnce: 1 });
  const settled = await Promise.allSettled(
    [1, 2, 3].map((number) => {
      const life = new RequestLife();
      life.deadlineMs = performance.now() + 60;
      return duringRequest(life, () => call(number));
    }),
  );
  expect(alone).toEqual([1, 2]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
});
