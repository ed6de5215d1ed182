import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Breaker } from './breaker.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('more calls at a time than one partner may have are refused, and its own only', () => {
  const [one, other] = [new Breaker({ mostCalls: 2 }), new Breaker({ mostCalls: 2 })];
  const [end] = [one.begin(), one.begin()];
  expect(() => one.begin()).toThrow('2 calls are under way');
  expect(() => other.begin()).not.toThrow();
  end?.('answered');
  expect(() => one.begin()).not.toThrow();
});

test('after failures in a row it rests; then one call tries, and its answer opens the way for all', () => {
  const breaker = new Breaker({ mostFailures: 3, restMs: 2000 });
  for (const ending of ['failed', 'failed', 'answered', 'failed', 'failed', 'left', 'failed'] as const)
    breaker.begin()(ending);
  expect(() => breaker.begin()).toThrow('it is left alone');
  vi.advanceTimersByTime(2001);
  const end = breaker.begin();
  expect(() => breaker.begin()).toThrow('it is left alone');
  end('answered');
  for (let call = 0; call < 10; call += 1) breaker.begin()('answered');
});

test('a call that tries and fails begins another rest', () => {
  const breaker = new Breaker({ mostFailures: 1, restMs: 2000 });
  breaker.begin()('failed');
  vi.advanceTimersByTime(2001);
  breaker.begin()('failed');
  vi.advanceTimersByTime(1000);
  expect(() => breaker.begin()).toThrow('it is left alone');
});
