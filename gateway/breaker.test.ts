import { beforeEach, expect, test } from 'vitest';
import { Breaker } from './breaker.ts';

let nowMs = 0;
const now = () => nowMs;

beforeEach(() => {
  nowMs = 1_000;
});

test('more calls at a time than one partner may have are refused, and its own only', () => {
  const one = new Breaker({ mostCalls: 2 });
  const other = new Breaker({ mostCalls: 2 });
  const [end] = [one.begin(), one.begin()];
  expect(() => one.begin()).toThrow('2 calls are under way');
  expect(() => other.begin()).not.toThrow();
  end?.('answered');
  expect(() => one.begin()).not.toThrow();
});

test('after failures in a row it rests; then one call tries, and its answer opens the way for all', () => {
  const breaker = new Breaker({ mostFailures: 3, restMs: 2000, now });
  for (const ending of ['silent', 'bad', 'answered', 'silent', 'bad', 'left', 'silent'] as const)
    breaker.begin()(ending);
  expect(() => breaker.begin()).toThrow('it is left alone');
  nowMs += 2_001;
  const end = breaker.begin();
  expect(() => breaker.begin()).toThrow('it is left alone');
  end('answered');
  for (let call = 0; call < 10; call += 1) breaker.begin()('answered');
});

test('a call that tries and fails begins another rest', () => {
  const breaker = new Breaker({ mostFailures: 1, restMs: 2000, now });
  breaker.begin()('silent');
  nowMs += 2_001;
  breaker.begin()('silent');
  nowMs += 1_000;
  expect(() => breaker.begin()).toThrow('it is left alone');
});

test('calls that time out while others are answered do not have it left alone', () => {
  const breaker = new Breaker({ mostFailures: 2, now });
  for (let call = 0; call < 10; call += 1) {
    const slow = breaker.begin();
    breaker.begin()('answered');
    slow('silent');
  }
  const hanging = [breaker.begin(), breaker.begin()];
  for (const end of hanging) end('silent');
  expect(() => breaker.begin()).toThrow('it is left alone');
});

test('of our own, what answers badly is not left alone, and is no answer that is missing', () => {
  const breaker = new Breaker({ mostFailures: 2, mindsBadAnswers: false, now });
  for (let call = 0; call < 10; call += 1) breaker.begin()('bad');
  breaker.begin()('silent');
  breaker.begin()('bad');
  breaker.begin()('silent');
  expect(() => breaker.begin()('silent')).not.toThrow();
  expect(() => breaker.begin()).toThrow('it is left alone');
});

test('while the call that tries hangs, another one tries after each rest', () => {
  const breaker = new Breaker({ mostFailures: 1, restMs: 1000, now });
  breaker.begin()('silent');
  for (let rest = 0; rest < 3; rest += 1) {
    nowMs += 1_000;
    breaker.begin();
    expect(() => breaker.begin()).toThrow('it is left alone');
  }
});
