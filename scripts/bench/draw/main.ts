// Freeze and draw of a wave of millions, against the floor: one SHA-256 of each eligible entry in the same PostgreSQL.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCluster } from '../../postgres.ts';
import { forgetDraw, forgetWave, prepareDatabase, waveOf } from './fixture.ts';
import { extrapolate, type Point } from './growth.ts';
import { openDraws } from './measure.ts';
import { measureWave, peakMb, rounded, seconds } from './rounds.ts';
import { verifyPublished } from './verified.ts';

const PORT = 21_992;
const GOLDEN = { number: 19, entries: 2_413_677 };
const SIZES = [500_000, 1_000_000, 2_000_000, 4_000_000];
const GROWTH_ROUNDS = 3;
const ALL_WORKERS = 75_000_000;
const [GOAL, MEMORY_GOAL_MB] = [5, 512];

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: String(GOLDEN.entries) },
    rounds: { type: 'string', default: '5' },
    growth: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const [entries, rounds] = [Number(values.entries), Number(values.rounds)];
const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const data = mkdtempSync(join(tmpdir(), 'prakerja-bench-draw-'));

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

const cluster = await startCluster({ dataDir: join(data, 'postgres'), port: PORT });
try {
  const url = await prepareDatabase(cluster.adminUrl);
  const draws = openDraws(url);
  const taken = await measureWave(draws, waveOf(GOLDEN.number, entries), { rounds, print });
  const memoryMb = peakMb();
  const times = { freezeSeconds: seconds(taken.freezeMs), drawSeconds: seconds(taken.drawMs) };
  print({ entries, ...times, memoryMb, memoryGoalMb: MEMORY_GOAL_MB, pass: memoryMb <= MEMORY_GOAL_MB });
  const isVerified = await verifyPublished({ url, wave: GOLDEN.number, directory: data, print });
  await forgetDraw(url, GOLDEN.number);
  if (values.growth) await reportGrowth(draws, url);
  await draws.pool.end();
  const ratio = rounded(taken.ratio);
  const pass = ratio <= GOAL && memoryMb <= MEMORY_GOAL_MB && isVerified;
  print({ bench: 'draw', ours: seconds(taken.totalMs), reference: seconds(taken.floorMs), ratio, goal: GOAL, pass });
} finally {
  await cluster.stop();
  rmSync(data, { recursive: true, force: true });
}
