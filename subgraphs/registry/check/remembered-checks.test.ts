import { expect, test } from 'vitest';
import { ownSubgraphs } from '../../../tests/testkit/registry.ts';
import type { CheckTask } from './check.task.ts';
import { RememberedChecks } from './remembered-checks.ts';

const live = ownSubgraphs();
const ownership = { steward: 'pmo', elements: {}, prefixes: {}, scopes: {}, tags: {}, links: {} };

const taskOf = (input: Partial<CheckTask['input']> = {}): CheckTask & { kind: 'check' } => {
  const candidate = { name: 'kur', organization: 'bank', sdl: 'type Query { a: Int }', address: 'https://kur.test/' };
  const now = new Date('2026-12-01T00:00:00Z');
  return { kind: 'check', input: { live, candidate, ownership, grants: [], terms: [], now, ...input } };
};

/** Checks that are counted; each says its number. */
const counted = (fails = 0) => {
  let count = 0;
  const run = async () => {
    count += 1;
    if (count <= fails) throw new Error('too long');
    return { findings: [], supergraph: String(count) };
  };
  return { checks: new RememberedChecks({ run: run as never }), countOf: () => count };
};

test('the same is checked once, also by two who ask at a time', async () => {
  const { checks, countOf } = counted();
  const all = await Promise.all([checks.run<'check'>(taskOf()), checks.run<'check'>(taskOf())]);
  all.push(await checks.run<'check'>(taskOf()));
  expect([all.map(({ supergraph }) => supergraph), countOf()]).toEqual([['1', '1', '1'], 1]);
});

test.each<[string, Partial<CheckTask['input']>]>([
  ['the live graph', { live: live.slice(1) }],
  ['its order', { live: live.toReversed() }],
  ['the grants', { grants: [{ owner: 'pmo', to: 'bank', on: 'Wave', may: [], from: '2026-01-01' } as never] }],
  ['the time', { now: new Date('2026-12-01T01:00:00Z') }],
  ['what clients use', { usage: [] }],
])('another check is made where %s differs', async (_what, input) => {
  const { checks, countOf } = counted();
  await checks.run<'check'>(taskOf());
  await checks.run<'check'>(taskOf(input));
  expect(countOf()).toBe(2);
});

test('what ended without an answer is asked again', async () => {
  const { checks } = counted(1);
  await expect(checks.run<'check'>(taskOf())).rejects.toThrow('too long');
  expect(await checks.run<'check'>(taskOf())).toMatchObject({ supergraph: '2' });
});

test('only the last ones are kept', async () => {
  const { checks, countOf } = counted();
  const hours = Array.from({ length: 9 }, (_, hour) => taskOf({ now: new Date(Date.UTC(2026, 11, 1, hour)) }));
  for (const task of [...hours, ...hours.slice(-8), ...hours.slice(0, 1)]) await checks.run<'check'>(task);
  expect(countOf()).toBe(10);
});
