import { afterEach, expect, test, vi } from 'vitest';
import { createRequestSigner } from './request-signature.ts';
import { SendTimes } from './send-times.ts';

const secret = Buffer.alloc(32, 7).toString('base64url');
const request = { method: 'POST', path: '/graphql', assertion: '', body: '' };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

afterEach(() => {
  vi.useRealTimers();
});

/** Clocks of a sender and of a receiver, moved by hand; the sender's is an hour ahead. */
const start = () => {
  let now = 1_000;
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_800_000_000_000 + HOUR_MS });
  const sign = createRequestSigner(secret);
  const times = new SendTimes({ now: () => now });
  return {
    sign: () => sign(request),
    times,
    pass: (ms: number) => {
      now += ms;
      vi.advanceTimersByTime(ms);
    },
    /** The sender's clock is set. */
    set: (ms: number) => vi.setSystemTime(Date.now() + ms),
  };
};

test('a request that lay somewhere is as old as it is, on clocks that are an hour apart', () => {
  const { sign, times, pass } = start();
  const first = sign();
  pass(2);
  expect(times.ageOf(first)).toBe(0);
  times.learn(first);
  const late = sign();
  pass(9_002);
  expect(times.ageOf(late)).toBe(9_000);
  times.learn(late);
  const next = sign();
  pass(3);
  expect(times.ageOf(next)).toBe(1);
});

test('what came late does not make the next late ones young, in the first minute after', () => {
  const { sign, times, pass } = start();
  times.learn(sign());
  pass(10 * MINUTE_MS);
  const one = sign();
  const other = sign();
  pass(9_000);
  times.learn(one);
  expect(times.ageOf(other)).toBe(9_000);
});

test('a sender whose clock is set is another one, whichever way', () => {
  const { sign, times, pass, set } = start();
  times.learn(sign());
  for (const setMs of [-HOUR_MS, 2 * HOUR_MS, -2_000]) {
    pass(1_000);
    set(setMs);
    const signature = sign();
    expect(times.ageOf(signature)).toBe(0);
    times.learn(signature);
  }
});

test('only so many senders are remembered, and what is no signature is no sender', () => {
  const { sign, times, pass } = start();
  const first = sign();
  times.learn(first);
  pass(100);
  expect(times.ageOf(first)).toBe(100);
  for (const wrong of [undefined, '', 't=1,n=2', [first]]) {
    times.learn(wrong);
    expect(times.ageOf(wrong)).toBe(0);
  }
  for (let count = 0; count < 256; count += 1) times.learn(createRequestSigner(secret)(request));
  expect(times.ageOf(first)).toBe(0);
});
