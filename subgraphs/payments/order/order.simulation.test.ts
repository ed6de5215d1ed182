import { expect, test } from 'vitest';
import { hear } from './order.machine.ts';
import { type EndState, type PlantedError, simulate } from './order.simulation.ts';
import { OrderState } from './order.status.ts';

const SEEDS = 100_000;

/** The first seed that goes wrong, with all that happened. */
const firstFault = (seeds: number, planted: PlantedError = {}): (EndState & { seed: number }) | null => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    if (simulate(seed, planted).faults.length > 0) return { seed, ...simulate(seed, planted, true) };
  }
  return null;
};

const report = (found: ReturnType<typeof firstFault>) =>
  found && `seed ${found.seed}: ${found.faults.join(', ')}\n${found.trace.join('\n')}`;

test('no payout of 100,000 seeds is paid twice, stuck, or settled without money', () => {
  expect(report(firstFault(SEEDS))).toBeNull();
});

test('the seeds reach what they are for', () => {
  const endings = Array.from({ length: 2_000 }, (_, seed) => simulate(seed));
  const count = (is: (ending: EndState) => boolean) => endings.filter(is).length;
  const has = (state: OrderState) => (ending: EndState) => ending.orders.some((order) => order.state === state);
  expect(count(({ wasSuspect }) => wasSuspect)).toBeGreaterThan(50);
  expect(count(({ orders }) => orders.length > 2)).toBeGreaterThan(20);
  expect(count(has(OrderState.RETURNED))).toBeGreaterThan(50);
  expect(count(({ orders }) => orders.some(({ attempt }) => attempt > 3))).toBeGreaterThan(50);
});

test.each<[string, PlantedError]>([
  ['sends again where duplicates are paid', { rules: { refusesDuplicates: true } }],
  ['sends again without a decision on the person', { isUndecided: true }],
  [
    'believes a refusal of a stale attempt',
    {
      hear: (order, told, judging) => hear(order, { ...told, attempt: order.attempt }, judging),
      rules: { refusesDuplicates: true },
    },
  ],
  [
    'orders anew what was not found',
    {
      hear: (order, told, judging) =>
        told.outcome.state === 'UNKNOWN' && told.outcome.notFound && order.state === OrderState.OPEN
          ? { kind: 'MOVED', state: OrderState.FAILED }
          : hear(order, told, judging),
    },
  ],
  [
    'drops a late success',
    {
      hear: (order, told, judging) => (told.attempt === order.attempt ? hear(order, told, judging) : { kind: 'NONE' }),
      rules: { suspectAfterMs: Number.MAX_SAFE_INTEGER, longestPauseMs: Number.MAX_SAFE_INTEGER },
    },
  ],
])('a machine that %s is found, and its seed replays', (_name, planted) => {
  const found = firstFault(5_000, planted);
  expect(found).not.toBeNull();
  const { seed = 0, ...first } = found ?? {};
  expect(simulate(seed, planted, true)).toEqual(first);
});
