import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { OpenStreams } from './open-streams.ts';

const ticks = async function* (everyMs: number) {
  for (let tick = 1; ; tick += 1) {
    yield tick;
    await sleep(everyMs);
  }
};

test('a stop answers who waits, says so once, and then all is told', async () => {
  const streams = new OpenStreams();
  const stream = streams.watch<number | string>(ticks(60_000), () => 'stopping');
  expect(await stream.next()).toEqual({ done: false, value: 1 });
  const waiting = stream.next();
  streams.stop();
  expect([await waiting, await stream.next()]).toEqual([
    { done: false, value: 'stopping' },
    { done: true, value: undefined },
  ]);
  expect(streams.size).toBe(0);
});

test('who comes for the next result after a stop, or opens a stream, is told too', async () => {
  const streams = new OpenStreams();
  const stream = streams.watch<number | string>(ticks(1), () => 'stopping');
  await stream.next();
  streams.stop();
  const late = streams.watch<number | string>(ticks(1), () => 'stopping');
  for (const each of [stream, late]) {
    expect([(await each.next()).value, (await each.next()).done]).toEqual(['stopping', true]);
  }
});

test('a stream that ends, fails or is left is forgotten', async () => {
  const streams = new OpenStreams();
  const ending = async function* (fails: boolean) {
    yield 1;
    if (fails) throw new Error('broken');
  };
  const [ends, fails, left] = [ending(false), ending(true), ticks(1)].map((each) => streams.watch(each, () => 0));
  expect(streams.size).toBe(3);
  for await (const _ of ends ?? []) expect(streams.size).toBe(3);
  await fails?.next();
  await expect(fails?.next()).rejects.toThrow('broken');
  await left?.return?.();
  expect(streams.size).toBe(0);
});
