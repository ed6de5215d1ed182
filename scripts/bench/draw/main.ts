// Freeze and draw of a wave of millions, against the floor: one SHA-256 of each eligible entry in the same PostgreSQL.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCluster } from '../../postgres.ts';
import { fillWave, forgetDraw, prepareDatabase, waveOf } from './fixture.ts';
import { measureDraw, measureFloor, median } from './measure.ts';
import { verifyPublished } from './verified.ts';

const PORT = 21_992;
const GOLDEN = { number: 19, entries: 2_413_677 };
const SIZES = [500_000, 1_000_000, 2_000_000, 4_000_000];

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
const seconds = (ms: number) => Number((ms / 1_000).toFixed(2));

const data = mkdtempSync(join(tmpdir(), 'prakerja-bench-draw-'));
// PostgreSQL, started by root, runs as another user, who has to get through.
chmodSync(data, 0o711);

/** Rounds of a wave, each with its floor right before it, so that a slow moment of the machine strikes both. */
const measureWave = async (url: string, number: number, count: number) => {
  await fillWave(url, waveOf(number, count));
  const taken = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await forgetDraw(url, number);
    taken.push({ floorMs: await measureFloor(url, number), ...(await measureDraw(url, number)) });
  }
  return {
    floorMs: median(taken.map(({ floorMs }) => floorMs)),
    freezeMs: median(taken.map(({ freezeMs }) => freezeMs)),
    drawMs: median(taken.map(({ drawMs }) => drawMs)),
    totalMs: median(taken.map(({ freezeMs, drawMs }) => freezeMs + drawMs)),
  };
};

/** Least squares through the logarithms: the exponent tells how time grows, 1 being in proportion. */
const fitOf = (points: readonly (readonly [entries: number, ms: number])[]) => {
  const logs = points.map(([count, ms]) => [Math.log(count), Math.log(ms)] as const);
  const mean = (index: 0 | 1) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const exponent = covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return { exponent, at: (count: number) => Math.exp(meanY + exponent * (Math.log(count) - meanX)) };
};

const reportGrowth = async (url: string) => {
  const points: [number, number][] = [];
  for (const [index, count] of SIZES.entries()) {
    const { totalMs, floorMs } = await measureWave(url, 101 + index, count);
    points.push([count, totalMs]);
    print({ entries: count, seconds: seconds(totalMs), floorSeconds: seconds(floorMs) });
    await forgetDraw(url, 101 + index);
  }
  const { exponent, at } = fitOf(points);
  print({ growsWithPower: Number(exponent.toFixed(2)), secondsFor75Million: Math.round(at(75_000_000) / 1_000) });
};

const cluster = await startCluster({ dataDir: join(data, 'postgres'), port: PORT });
try {
  const url = await prepareDatabase(cluster.adminUrl);
  const { floorMs, freezeMs, drawMs, totalMs } = await measureWave(url, GOLDEN.number, entries);
  const maxResidentMb = Math.round(process.resourceUsage().maxRSS / 1024);
  print({ entries, freezeSeconds: seconds(freezeMs), drawSeconds: seconds(drawMs), maxResidentMb });
  print(await verifyPublished(url, GOLDEN.number, data));
  if (values.growth) {
    await forgetDraw(url, GOLDEN.number);
    await reportGrowth(url);
  }
  const [ours, reference] = [seconds(totalMs), seconds(floorMs)];
  print({ bench: 'draw', ours, reference, ratio: Number((totalMs / floorMs).toFixed(2)) });
} finally {
  await cluster.stop();
  rmSync(data, { recursive: true, force: true });
}
