import { loadavg } from 'node:os';
import { fillWave, forgetDraw, type WaveSize } from './fixture.ts';
import { measureDraw, measureFloor, type openDraws } from './measure.ts';

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] as number;

export const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));
export const seconds = (ms: number) => rounded(ms / 1_000);

export interface RoundTimes {
  floorMs: number;
  freezeMs: number;
  drawMs: number;
  totalMs: number;
  /** Time of freeze and draw, divided by the floor of the same round. */
  ratio: number;
  /** The same of CPU time. */
  cpuRatio: number;
}

/** Memory of this process at its highest until now, in MB. */
export const peakMb = () => Math.round(process.resourceUsage().maxRSS / 1_024);

const figuresOf = ({ floorMs, freezeMs, drawMs, ratio, cpuRatio }: RoundTimes) => ({
  floorSeconds: seconds(floorMs),
  freezeSeconds: seconds(freezeMs),
  drawSeconds: seconds(drawMs),
  ratio: rounded(ratio),
  cpuRatio: rounded(cpuRatio),
});

const measureRound = async (draws: ReturnType<typeof openDraws>, number: number): Promise<RoundTimes> => {
  // The floor right before and right after, so that a slow moment of the machine strikes both.
  const before = await measureFloor(draws, number);
  const { freezeMs, drawMs, cpuMs } = await measureDraw(draws, number);
  const after = await measureFloor(draws, number);
  const floorMs = (before.ms + after.ms) / 2;
  const totalMs = freezeMs + drawMs;
  const cpuRatio = (2 * cpuMs) / (before.cpuMs + after.cpuMs);
  return { floorMs, freezeMs, drawMs, totalMs, ratio: totalMs / floorMs, cpuRatio };
};

/** The medians of several rounds over a new wave; its last draw stays. */
export const measureWave = async (
  draws: ReturnType<typeof openDraws>,
  size: WaveSize,
  { rounds, print }: { rounds: number; print: (line: object) => void },
): Promise<RoundTimes> => {
  const url = draws.pool.options.connectionString as string;
  await fillWave(url, size);
  const taken: RoundTimes[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await forgetDraw(url, size.number);
    const found = await measureRound(draws, size.number);
    taken.push(found);
    print({ entries: size.eligible, round, ...figuresOf(found), load: rounded(loadavg()[0] as number, 1) });
  }
  const of = (name: keyof RoundTimes) => median(taken.map((each) => each[name]));
  const spent = { floorMs: of('floorMs'), freezeMs: of('freezeMs'), drawMs: of('drawMs'), totalMs: of('totalMs') };
  return { ...spent, ratio: of('ratio'), cpuRatio: of('cpuRatio') };
};
