import { expect, test } from 'vitest';
import { InFlight } from './in-flight.ts';

const limits = { most: 200, least: 20, targetMs: 300 };

/** A clock by hand, and the bound that reads it. */
const atTime = (others: Partial<typeof limits> = {}) => {
  const clock = { ms: 0 };
  const inFlight = new InFlight({ ...limits, ...others, now: () => clock.ms });
  return { clock, inFlight };
};

/** Sends `perSecond` requests to something that ends `capacity` a second, in order; ticks of 10 ms. */
const simulate = (
  { clock, inFlight }: ReturnType<typeof atTime>,
  load: { perSecond: number; capacity: number; seconds: number },
) => {
  const waiting: number[] = [];
  const took: number[] = [];
  let toCome = 0;
  let toEnd = 0;
  let refused = 0;
  for (const until = clock.ms + load.seconds * 1_000; clock.ms < until; clock.ms += 10) {
    for (toCome += load.perSecond / 100; toCome >= 1; toCome -= 1) {
      if (inFlight.enter()) waiting.push(clock.ms);
      else refused += 1;
    }
    toEnd = waiting.length === 0 ? 0 : toEnd + load.capacity / 100;
    for (; toEnd >= 1 && waiting.length > 0; toEnd -= 1) {
      const arrivedAt = waiting.shift() as number;
      inFlight.leave(arrivedAt);
      took.push(clock.ms - arrivedAt);
    }
  }
  for (const arrivedAt of waiting) inFlight.leave(arrivedAt);
  return { ended: took.length, refused, p99: took.toSorted((a, b) => a - b)[Math.floor(0.99 * took.length)] ?? 0 };
};

test('no more than the most are let in, and a place that is given back is taken by the next', () => {
  const { inFlight } = atTime();
  const entered = Array.from({ length: 201 }, () => inFlight.enter());
  expect(entered.filter(Boolean)).toHaveLength(200);
  expect(inFlight.enter()).toBe(false);
  inFlight.leave(0);
  expect([inFlight.enter(), inFlight.enter(), inFlight.open]).toEqual([true, false, 200]);
});

test('at three times the capacity what is let in ends within a second, and as much ends as can', () => {
  const world = atTime();
  const { ended, refused, p99 } = simulate(world, { perSecond: 300, capacity: 100, seconds: 60 });
  expect(p99).toBeLessThan(1_000);
  expect(ended).toBeGreaterThan(0.98 * 6_000);
  expect(refused).toBeGreaterThan(11_500);
  // Two seconds of a load that it can take, and all of it is let in.
  simulate(world, { perSecond: 50, capacity: 100, seconds: 2 });
  expect(simulate(world, { perSecond: 50, capacity: 100, seconds: 5 }).refused).toBe(0);
});

test.each([120, 70])(
  'a flood has what %i a second end in time, and a second after it the least is what it was',
  (capacity) => {
    const world = atTime({ least: 64 });
    simulate(world, { perSecond: 3 * capacity, capacity, seconds: 3 });
    const flooded = simulate(world, { perSecond: 3 * capacity, capacity, seconds: 57 });
    expect(flooded.p99).toBeLessThan(450);
    expect(flooded.ended).toBeGreaterThan(0.98 * 57 * capacity);
    expect(world.inFlight.limit).toBeLessThan(40);
    // A third more than can be done is no flood: so many wait as may anyhow.
    simulate(world, { perSecond: 1.3 * capacity, capacity, seconds: 10 });
    expect(world.inFlight.limit).toBeGreaterThanOrEqual(64);
  },
);

test('forty connections of one who sends when the answer before has come are all let in, however slow', () => {
  const { clock, inFlight } = atTime({ least: 64 });
  const waiting = Array.from({ length: 40 }, () => (inFlight.enter() ? clock.ms : Number.NaN));
  let refused = 0;
  for (let ended = 0; ended < 2_000; ended += 1) {
    clock.ms += 25;
    inFlight.leave(waiting.shift() ?? 0);
    if (inFlight.enter()) waiting.push(clock.ms);
    else refused += 1;
  }
  expect([refused, waiting.length]).toEqual([0, 40]);
});

test('many that wait for one who hangs take no room from those that are answered', () => {
  const { clock, inFlight } = atTime();
  for (let hanging = 0; hanging < 100; hanging += 1) inFlight.enter();
  for (let turn = 0; turn < 300; turn += 1) {
    clock.ms += 10;
    for (let request = 0; request < 2; request += 1) {
      expect(inFlight.enter()).toBe(true);
      inFlight.leave(clock.ms - 5);
    }
  }
  expect([inFlight.limit, inFlight.open]).toEqual([200, 100]);
});

test('what stood still for a moment is no overload', () => {
  const { clock, inFlight } = atTime();
  for (let turn = 0; turn < 10; turn += 1) {
    for (let request = 0; request < 60; request += 1) expect(inFlight.enter()).toBe(true);
    clock.ms += 600;
    for (let request = 0; request < 60; request += 1) inFlight.leave(clock.ms - 600);
    for (let request = 0; request < 60; request += 1) {
      inFlight.enter();
      clock.ms += 5;
      inFlight.leave(clock.ms - 5);
    }
  }
  expect(inFlight.limit).toBeGreaterThanOrEqual(60);
});

test('slow work by few is no overload, and a burst of fast work neither', () => {
  const world = atTime();
  expect(simulate(world, { perSecond: 4, capacity: 4, seconds: 20 }).refused).toBe(0);
  expect(world.inFlight.limit).toBe(200);
  expect(simulate(world, { perSecond: 1_000, capacity: 1_000, seconds: 5 }).refused).toBe(0);
});

test('after a rest the bound is what it was at first', () => {
  const world = atTime();
  simulate(world, { perSecond: 300, capacity: 100, seconds: 10 });
  expect(world.inFlight.limit).toBeLessThan(60);
  world.clock.ms += 60_000;
  expect(Array.from({ length: 200 }, () => world.inFlight.enter()).every(Boolean)).toBe(true);
});
