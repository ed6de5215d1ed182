import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { movableClock } from '../../tests/testkit/clock.ts';
import { QueueBusy, WorkQueue, type WorkQueueOptions } from './work-queue.ts';

const queueOf = (options: Partial<WorkQueueOptions> = {}) => {
  const clock = movableClock();
  const bounds = { atOnce: 2, most: 12, mostOfOne: 4, mostOfKnown: 4, waitMs: 200, stalledAfterMs: 5_000 };
  return { clock, queue: new WorkQueue({ ...bounds, ...options, now: clock.now }) };
};
const stranger = (key: string) => ({ key, isKnown: false });

/** A work that ends when it is told to. */
const openWork = () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, work: () => ended };
};

test('two works run at once, the others in the order in which they came', async () => {
  const { queue } = queueOf({ waitMs: 5_000, mostOfOne: 12 });
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const works = Array.from({ length: 12 }, async (_, index) => {
    const place = queue.enter(stranger('one'));
    await place?.run(async () => {
      order.push(index);
      most = Math.max(most, ++running);
      await sleep(2);
      running -= 1;
    });
    place?.leave();
  });
  await Promise.all(works);
  expect(most).toBe(2);
  expect(order).toEqual(works.map((_, index) => index));
});

test('one key has four places, all together twelve, and who is known four besides', () => {
  const { queue } = queueOf();
  const enter = (key: string, isKnown = false) => queue.enter({ key, isKnown });
  const places = ['a', 'b', 'c'].flatMap((key) => Array.from({ length: 5 }, () => enter(key)));
  expect(places.map((place) => place !== undefined)).toEqual(
    ['a', 'b', 'c'].flatMap(() => [true, true, true, true, false]),
  );
  expect([enter('d'), enter('known', true) !== undefined]).toEqual([undefined, true]);
  for (const place of places) {
    place?.leave();
    place?.leave();
  }
  expect([enter('a') !== undefined, enter('d') !== undefined]).toEqual([true, true]);
});

test('the next turn is of who is known, then of the key with the fewest places', async () => {
  const { queue } = queueOf({ waitMs: 5_000 });
  const order: string[] = [];
  const works: { name: string; end: () => void }[] = [];
  const enter = (name: string, entrant: { key: string; isKnown: boolean }) => {
    const { end, work } = openWork();
    works.push({ name, end });
    const place = queue.enter(entrant);
    return place
      ?.run(async () => {
        order.push(name);
        await work();
      })
      .finally(place.leave);
  };
  const all = [1, 2, 3, 4].map((at) => enter(`flood ${at}`, stranger('flood')));
  all.push(enter('other', stranger('other')), enter('known', { key: 'device', isKnown: true }));
  for (let ended = 0; ended < works.length; ended += 1) {
    await sleep(1);
    works.find(({ name }) => name === order[ended])?.end();
  }
  await Promise.all(all);
  expect(order).toEqual(['flood 1', 'flood 2', 'known', 'other', 'flood 3', 'flood 4']);
});

test('whoever waits too long is refused, and leaves the turn to the next', async () => {
  const { queue } = queueOf({ atOnce: 1, waitMs: 20 });
  const slow = openWork();
  const first = queue.enter(stranger('a'))?.run(slow.work);
  await expect(queue.enter(stranger('a'))?.run(async () => 'second')).rejects.toBeInstanceOf(QueueBusy);
  const third = queue.enter(stranger('a'))?.run(async () => 'third');
  slow.end();
  await first;
  expect(await third).toBe('third');
  expect(await queue.enter(stranger('a'))?.run(async () => 'fourth')).toBe('fourth');
});

test('a work that fails gives its turn on', async () => {
  const { queue } = queueOf({ atOnce: 1 });
  const failing = queue.enter(stranger('a'))?.run(async () => {
    throw new Error('broken');
  });
  const next = queue.enter(stranger('a'))?.run(async () => 'next');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('next');
});

test('a queue in which nothing ends for five seconds is stalled; an empty one never is', async () => {
  const { queue, clock } = queueOf({ atOnce: 1 });
  clock.advance(60_000);
  expect(queue.isStalled()).toBe(false);
  const stuck = openWork();
  const place = queue.enter(stranger('a'));
  const running = place?.run(stuck.work);
  clock.advance(4_000);
  const states = [queue.isStalled()];
  clock.advance(2_000);
  states.push(queue.isStalled());
  stuck.end();
  await running;
  states.push(queue.isStalled());
  place?.leave();
  clock.advance(60_000);
  states.push(queue.isStalled());
  expect(states).toEqual([false, true, false, false]);
});
