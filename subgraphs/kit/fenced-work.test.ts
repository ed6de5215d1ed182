import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { FencedWork, type FencedWorkOptions } from './fenced-work.ts';

const pool = new pg.Pool({ connectionString: await createDatabase('fenced'), max: 6 });
afterAll(() => pool.end());

const LOCK_CLASS = 1;

/** What counts the work on each number, and lets it end when the test says so. */
const workshop = (options: Partial<FencedWorkOptions> = {}) => {
  const left = new Map<number, number>();
  const begun: number[] = [];
  const failures: object[] = [];
  const works = new FencedWork({
    name: 'a test',
    lockClass: LOCK_CLASS,
    database: { pool },
    log: { error: (facts: object) => void failures.push(facts) } as never,
    waiting: async () => [...left.keys()],
    advance: async (_client, number) => {
      const parts = left.get(number) ?? 0;
      if (parts === 0) return false;
      begun.push(number);
      await delay(20);
      left.set(number, parts - 1);
      return true;
    },
    ...options,
  });
  return { works, left, begun, failures };
};

test('what waits is worked off part by part, also when two requests ask for it at once', async () => {
  const { works, left, begun } = workshop();
  left.set(7, 3);
  await Promise.all([works.work(7), works.attend(7), works.tick()]);
  expect(begun).toEqual([7, 7, 7]);
});

test('one process at a time works on a number; another one comes after it', async () => {
  let atWork = 0;
  let most = 0;
  const advance = async () => {
    atWork += 1;
    most = Math.max(most, atWork);
    await delay(100);
    atWork -= 1;
    return false;
  };
  const one = workshop({ advance });
  const other = workshop({ advance });
  await Promise.all([one.works.work(8), other.works.work(8)]);
  expect(most).toBe(1);
});

test('a request waits three seconds for what takes longer, and the work goes on; stopping waits for its part', async () => {
  const ended = Promise.withResolvers<void>();
  let isDone = false;
  const { works } = workshop({
    advance: async () => {
      await ended.promise;
      isDone = true;
      return false;
    },
  });
  const startMs = performance.now();
  await works.attend(9);
  expect(performance.now() - startMs).toBeGreaterThan(2_900);
  expect(isDone).toBe(false);
  const stopping = works.stop();
  ended.resolve();
  await stopping;
  expect(isDone).toBe(true);
});

test('what comes while a long work is under way is begun beside it', async () => {
  const ended = Promise.withResolvers<void>();
  const begun = new Map([1, 2].map((number) => [number, Promise.withResolvers<void>()]));
  const waiting = [1];
  const { works } = workshop({
    waiting: async () => waiting,
    advance: async (_client, number) => {
      begun.get(number)?.resolve();
      await ended.promise;
      return false;
    },
  });
  works.start();
  await begun.get(1)?.promise;
  waiting.push(2);
  await begun.get(2)?.promise;
  ended.resolve();
  await works.stop();
});

test('a part that fails is logged, and not tried again at once', async () => {
  let tries = 0;
  const { works, failures } = workshop({
    advance: async () => {
      tries += 1;
      throw new Error('the disk is full');
    },
  });
  await works.work(11);
  await works.work(11);
  expect({ tries, failures: failures.length }).toEqual({ tries: 1, failures: 1 });
});
