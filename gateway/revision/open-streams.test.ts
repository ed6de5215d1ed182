import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OpenStreams } from './open-streams.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const streamsOf = (revision: string, count: number) => {
  const streams = new OpenStreams(60_000);
  streams.goLive(revision, { isUrgent: false });
  const closed: number[] = [];
  const startedAt = Date.now();
  const forget = Array.from({ length: count }, () => streams.add(revision, () => closed.push(Date.now() - startedAt)));
  return { streams, closed, forget };
};

test('streams of an older revision are closed one after the other, all within the time', () => {
  const { streams, closed, forget } = streamsOf('one', 61);
  forget[0]?.();
  streams.goLive('two', { isUrgent: false });
  const stays = vi.fn();
  streams.add('two', stays);
  vi.advanceTimersByTime(60_000);
  expect(closed).toEqual(Array.from({ length: 60 }, (_, index) => (index + 1) * 1_000));
  expect([stays.mock.calls.length, streams.size]).toEqual([0, 1]);
});

test('after a revocation they are closed at once, also those that were to be closed later', () => {
  const { streams, closed } = streamsOf('one', 5);
  streams.goLive('two', { isUrgent: false });
  streams.goLive('three', { isUrgent: true });
  expect(closed).toEqual([0, 0, 0, 0, 0]);
  vi.advanceTimersByTime(60_000);
  expect(closed).toHaveLength(5);
});

test('a stream that began while its revision was replaced is closed too', () => {
  const { streams, closed } = streamsOf('one', 0);
  streams.goLive('two', { isUrgent: false });
  streams.add('one', () => closed.push(Date.now()));
  vi.advanceTimersByTime(60_000);
  expect(closed).toHaveLength(1);
});

test('going back in time to their revision, they stay', () => {
  const { streams, closed } = streamsOf('one', 3);
  streams.goLive('two', { isUrgent: false });
  vi.advanceTimersByTime(25_000);
  streams.goLive('one', { isUrgent: false });
  vi.advanceTimersByTime(60_000);
  expect([closed.length, streams.size]).toEqual([1, 2]);
});
