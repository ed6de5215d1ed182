// Freeze and draw of a wave of millions, against the floor: one SHA-256 of each eligible entry in the same PostgreSQL.
import { join } from 'node:path';
import { startCluster } from '../../postgres.ts';
import { print, runBench } from '../run.ts';
import { forgetDraw, forgetWave, prepareDatabase, waveOf } from './fixture.ts';
import { extrapolate, type Point } from './growth.ts';
import { measureList, openDraws } from './measure.ts';
import { measureWave, peakMb, rounded, seconds } from './rounds.ts';
import { verifyPublished } from './verified.ts';

const PORT = 21_992;
const GOLDEN = { number: 19, entries: 2_413_677 };
const SIZES = [500_000, 1_000_000, 2_000_000, 4_000_000];
const GROWTH_ROUNDS = 3;
const ALL_WORKERS = 75_000_000;
const GOAL = 4;
const MEMORY_GOAL_MB = 512;

const help = `
npm run bench -- draw [--entries N] [--rounds N] [--no-growth]

Freeze and draw of a wave, beside the least that any draw costs; the goal is ${GOAL} times that, in ${MEMORY_GOAL_MB} MB.
  --entries    eligible ones (default ${GOLDEN.entries}, those of wave 19)
  --rounds     of which the median counts (default 5)
  --no-growth  leaves out the waves of other sizes, from which that of all workers is estimated
`;

const reportGrowth = async (draws: ReturnType<typeof openDraws>, url: string) => {
  const points: Point[] = [];
  for (const [index, count] of SIZES.entries()) {
    const number = 101 + index;
    const { totalMs } = await measureWave(draws, waveOf(number, count), { rounds: GROWTH_ROUNDS, print });
    points.push({ entries: count, ms: totalMs, peakMb: peakMb() });
    await forgetDraw(url, number);
    await forgetWave(url, number);
  }
  print({
    growth: points.map(({ entries: count, ms, peakMb: mb }) => [count, seconds(ms), mb]),
    rounds: GROWTH_ROUNDS,
  });
  print({ extrapolated: extrapolate(points, ALL_WORKERS) });
};

const options = {
  entries: { type: 'string', default: String(GOLDEN.entries) },
  rounds: { type: 'string', default: '5' },
  'no-growth': { type: 'boolean' },
} as const;

await runBench({ name: 'draw', help, options }, async ({ values, ending, directory, count }) => {
  const entries = count('entries');
  const rounds = count('rounds');
  const data = directory();
  const cluster = await startCluster({ dataDir: join(data, 'postgres'), port: PORT });
  ending.defer(() => cluster.stop());
  const url = await prepareDatabase(cluster.adminUrl);
  const draws = openDraws(ending, url);
  const taken = await measureWave(draws, waveOf(GOLDEN.number, entries), { rounds, print });
  const memoryMb = peakMb();
  const times = {
    freezeSeconds: seconds(taken.freezeMs),
    drawSeconds: seconds(taken.drawMs),
    cpuRatio: rounded(taken.cpuRatio),
  };
  print({ entries, ...times, memoryMb, memoryGoalMb: MEMORY_GOAL_MB, pass: memoryMb <= MEMORY_GOAL_MB });
  print({ entries, listSeconds: seconds(await measureList(draws, GOLDEN.number)) });
  const isVerified = await verifyPublished({ url, wave: GOLDEN.number, directory: data, print });
  await forgetDraw(url, GOLDEN.number);
  if (!values['no-growth']) await reportGrowth(draws, url);
  const ratio = rounded(taken.ratio);
  const pass = ratio <= GOAL && memoryMb <= MEMORY_GOAL_MB && isVerified;
  print({ bench: 'draw', ours: seconds(taken.totalMs), reference: seconds(taken.floorMs), ratio, goal: GOAL, pass });
  return pass;
});
