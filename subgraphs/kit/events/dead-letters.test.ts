import { expect, onTestFinished, test } from 'vitest';
import {
  announced,
  balances,
  createSubscriber,
  type EventDatabase,
  eventDatabase,
  eventually,
  listen,
  publishInVain,
} from '../../../tests/testkit/events.ts';
import { openBoss } from './boss.ts';
import { listDeadLetters, replayDeadLetters } from './dead-letters.ts';

const open = async ({ url }: EventDatabase) => {
  const boss = await openBoss(url);
  onTestFinished(() => boss.stop());
  return boss;
};

test('exhausted retries are listed as dead letters, and a replay delivers them', async () => {
  const source = await eventDatabase();
  const target = await eventDatabase();
  const { ids, port } = await publishInVain(source, ['payments'], ['siti', 'budi']);
  const boss = await open(source);
  const letters = await listDeadLetters(boss, { subscriber: 'payments' });
  expect(letters.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(letters[0]).toMatchObject({ type: announced.type, subscriber: 'payments', attempts: 2 });
  expect(letters[0]?.error).toContain('ECONNREFUSED');
  expect(Date.now() - (letters[0]?.failedAt.getTime() ?? 0)).toBeLessThan(60_000);

  await listen(await createSubscriber(target), port);
  expect(await replayDeadLetters(boss)).toBe(2);
  await eventually(async () => Object.keys(await balances(target)).length === 2);
  expect(await balances(target)).toEqual({ budi: 1, siti: 1 });
  expect(await listDeadLetters(boss)).toEqual([]);
});

test('a replay can be limited to one subscriber and one event', async () => {
  const source = await eventDatabase();
  const { ids } = await publishInVain(source, ['payments', 'training'], ['siti', 'budi']);
  const boss = await open(source);
  const [id] = ids;
  expect(await replayDeadLetters(boss, { subscriber: 'payments', id })).toBe(1);
  const left = await listDeadLetters(boss, { id });
  expect(left.map(({ subscriber }) => subscriber)).toEqual(['training']);
  expect(await listDeadLetters(boss, { subscriber: 'payments' })).toHaveLength(1);
});

test('an unknown subscriber is named together with those that there are', async () => {
  const source = await eventDatabase();
  await publishInVain(source, ['payments'], ['siti']);
  const boss = await open(source);
  await expect(listDeadLetters(boss, { subscriber: 'bank' })).rejects.toThrow(
    'no subscriber bank; there are: payments',
  );
});
