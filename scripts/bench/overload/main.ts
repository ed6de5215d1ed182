// What the graph does when more comes than it can do (R9), and what it holds on to at half of that (R10), on Linux.
import { seedStack } from '../../seed/seed.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { print, runBench } from '../run.ts';
import { quantile } from '../times.ts';
import { type Answered, figuresOf, recoverySeconds } from './answers.ts';
import { Generator } from './generator.ts';
import { alumniOf, journeysOf } from './journeys.ts';
import { growthOf, watchHeld } from './memory.ts';

const PORT = 21_400;
const PEOPLE = 200;
const AT_ONCE = 32;
const RECOVERY_SECONDS = 15;
const LOOK_EVERY_MS = 1_000;
/** Tokens are good for ten minutes. */
const SLICE_SECONDS = 240;
const goals = { ofPeak: 0.8, p99Ms: 1_000, recoverySeconds: 10, mbPerMinute: 1 };

const help = `
npm run bench -- overload [--times N] [--seconds N] [--soak N]

Finds how many participants' journeys a second the graph can answer, sends N times as many for a time, whatever becomes
of them, and then half as many. Goals: ${goals.ofPeak} of the most are answered, 99 of 100 of these within ${goals.p99Ms} ms, all others refused with
when to come again, and as before ${goals.recoverySeconds} s later.
  --times    of what it can do (default 3)
  --seconds  of that (default 60)
  --soak     minutes at half of what it can do, in place of all that: what each process holds on to (goal: ${goals.mbPerMinute} MB a minute)
`;

const options = {
  times: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '60' },
  soak: { type: 'string' },
} as const;

// Room for what the benchmark asks: points are another bound.
const env = {
  LOG_LEVEL: 'info',
  RATE_LIMITS: '{"client":1000000000,"person":1000000000,"anonymous":1000000000}',
};

const ours = ['gateway', 'pmo', 'training', 'payments', 'jobs'];

const pidsOf = ({ services }: Stack): Record<string, number> =>
  Object.fromEntries(ours.map((name) => [name, services[name]?.pid ?? 0]));

/** The most that comes back in a second: the median of three tries after a warm-up. */
const findCapacity = async (generator: Generator) => {
  await generator.closed({ atOnce: AT_ONCE, seconds: 10 });
  const tries: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const figures = figuresOf(await generator.closed({ atOnce: AT_ONCE, seconds: 8 }), 8);
    print({ phase: 'capacity', ...figures });
    tries.push(figures.goodPerSecond);
  }
  return quantile(tries, 0.5);
};

interface Overload {
  generator: Generator;
  pids: Record<string, number>;
  times: number;
  seconds: number;
}

const overload = async ({ generator, pids, times, seconds }: Overload): Promise<boolean> => {
  const capacity = await findCapacity(generator);
  const half = capacity / 2;
  const usual = await generator.open({ perSecond: half, seconds: 10 });
  const usualFigures = figuresOf(usual, 10);
  print({ phase: 'half of it', ...usualFigures });
  const stopLooking = watchHeld(pids, LOOK_EVERY_MS);
  const answers: Answered[] = await generator.open({ perSecond: times * capacity, seconds });
  const figures = figuresOf(answers, seconds);
  print({ phase: `${times} times it`, ...figures });
  const after = await generator.open({ perSecond: half, seconds: RECOVERY_SECONDS });
  print({ phase: 'half of it again', ...figuresOf(after, RECOVERY_SECONDS) });
  const held = Object.entries(stopLooking());
  const mostMb = Object.fromEntries(
    held.map(([name, all]) => [name, Math.round(Math.max(...all.map((each) => each.rssMb)))]),
  );
  const recovery = recoverySeconds(after, Math.max(goals.p99Ms, 2 * usualFigures.p99));
  // What was due in the time counts, also where it is answered after.
  const ratio = Number((figures.goodPerSecond / capacity).toFixed(3));
  const failed = figures.unadvised + figures.partial;
  const isGood = ratio >= goals.ofPeak && figures.p99 <= goals.p99Ms && recovery <= goals.recoverySeconds;
  const pass = isGood && failed === 0;
  const { refused, p99, partial, unadvised } = figures;
  const told = { refused, partial, unadvised, p99, recoverySeconds: recovery, mostMb };
  print({
    bench: 'overload',
    unit: 'journeys/s',
    ours: figures.goodPerSecond,
    reference: capacity,
    ratio,
    ...told,
    goals,
    pass,
  });
  return pass;
};

interface Soak {
  stack: Stack;
  data: string;
  generator: Generator;
  minutes: number;
}

const soak = async ({ stack, data, generator, minutes }: Soak): Promise<boolean> => {
  const perSecond = (await findCapacity(generator)) / 2;
  const ids = await alumniOf(stack, PEOPLE);
  const stopLooking = watchHeld(pidsOf(stack), LOOK_EVERY_MS);
  let failed = 0;
  for (let left = minutes * 60; left > 0; left -= SLICE_SECONDS) {
    const fresh = new Generator(stack.url, await journeysOf(stack, data, ids));
    const seconds = Math.min(left, SLICE_SECONDS);
    const figures = figuresOf(await fresh.open({ perSecond, seconds }), seconds);
    print({ phase: 'half of it', ...figures });
    failed += figures.sent - Math.round(figures.goodPerSecond * seconds);
    await fresh.close();
  }
  const growth = Object.entries(stopLooking()).map(([name, held]) => ({ name, ...growthOf(held, minutes / 3) }));
  for (const each of growth) print(each);
  const worst = Math.max(...growth.map(({ mbPerMinute }) => mbPerMinute));
  const pass = worst <= goals.mbPerMinute;
  print({
    bench: 'overload',
    unit: 'MB/min',
    ours: worst,
    reference: goals.mbPerMinute,
    ratio: worst,
    perSecond,
    failed,
    pass,
  });
  return pass;
};

await runBench({ name: 'overload', help, options }, async ({ values, ending, directory, count }) => {
  const [times, seconds] = [count('times'), count('seconds')];
  const data = directory();
  const stack = await startStack({ port: PORT, data, durable: false, report: () => undefined, env });
  ending.defer(() => stack.stop());
  await seedStack({ databases: stack.databases, people: 2_000, seed: 1, vaultKeys: readSecrets(data).vaultKeys });
  const generator = new Generator(stack.url, await journeysOf(stack, data, await alumniOf(stack, PEOPLE)));
  ending.defer(() => generator.close());
  if (values.soak !== undefined) return soak({ stack, data, generator, minutes: count('soak') });
  return overload({ generator, pids: pidsOf(stack), times, seconds });
});
