import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const timeoutMs = 400;

/** What `reviews` does not answer. */
let hangs: (query: string) => boolean;
let stack: Stack;

beforeAll(async () => {
  const { users, reviews } = people();
  const intercept = (_request: unknown, _response: unknown, { query }: { query: string }) => hangs(query);
  stack = await startStack({
    subgraphs: { users, reviews: { ...reviews, intercept } },
    env: { SUBGRAPH_TIMEOUT_MS: String(timeoutMs) },
  });
});
beforeEach(() => {
  hangs = () => false;
});
afterAll(() => stack.stop());

const query = '{ me { name reviews { stars } } }';
const healthy = { data: { me: { name: 'name 1', reviews: [{ stars: 1 }] } } };

const timed = async (text = query) => {
  const startedAt = performance.now();
  const answer = await stack.ask(text);
  return { answer, code: answer.errors?.[0]?.extensions.code, tookMs: performance.now() - startedAt };
};

test('a subgraph of our own that hangs is left alone after five time-outs, tried again by one, and healed by it', async () => {
  hangs = () => true;
  const first = await Promise.all(Array.from({ length: 5 }, () => timed()));
  expect(first.map(({ code }) => code)).toEqual(Array(5).fill('SUBGRAPH_TIMEOUT'));
  const calls = stack.subgraph('reviews').calls.length;
  const startedAt = performance.now();
  const answers = [];
  for (let turn = 0; turn < 3; turn += 1) {
    answers.push(...(await Promise.all(Array.from({ length: 20 }, () => timed()))));
    await sleep(400);
  }
  // One in each second tries, and the others are told at once.
  const tries = answers.filter(({ code }) => code === 'SUBGRAPH_TIMEOUT').length;
  expect(tries).toBeLessThanOrEqual(1 + (performance.now() - startedAt) / 1_000);
  expect(stack.subgraph('reviews').calls).toHaveLength(calls + tries);
  const alone = answers.filter(({ code }) => code === 'SUBGRAPH_UNAVAILABLE');
  expect(alone).toHaveLength(60 - tries);
  expect(alone[0]?.answer.data).toEqual({ me: { name: 'name 1', reviews: null } });
  expect(Math.min(...alone.map(({ tookMs }) => tookMs))).toBeLessThan(timeoutMs);
  hangs = () => false;
  await expect.poll(() => stack.ask(query), { timeout: 5_000, interval: 50 }).toEqual(healthy);
  expect((await Promise.all(Array.from({ length: 20 }, () => stack.ask(query)))).every(({ errors }) => !errors)).toBe(
    true,
  );
});

test('one slow field does not have its subgraph left alone while others are answered', async () => {
  hangs = (text) => text.includes('text');
  for (let turn = 0; turn < 3; turn += 1) {
    const slow = Array.from({ length: 4 }, () => timed('{ me { reviews { text } } }'));
    await sleep(timeoutMs / 2);
    expect(await stack.ask(query)).toEqual(healthy);
    expect((await Promise.all(slow)).map(({ code }) => code)).toEqual(Array(4).fill('SUBGRAPH_TIMEOUT'));
  }
  expect(await stack.ask(query)).toEqual(healthy);
});
