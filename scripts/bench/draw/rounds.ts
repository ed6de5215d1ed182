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
}

/** Memory of this process at its highest until now, in MB. */
export const peakMb = () => Math.round(process.resourceUsage().maxRSS / 1_024);

const measureRound = async (draws: ReturnType<typeof openDraws>, number: number): Promise<RoundTimes> => {
  // The floor right before and right after, so that a slow moment of the machine strikes both.
  const before = await measureFloor(draws, number);
  const { freezeMs, drawMs } = await measureDraw(draws, number);
  const floorMs = (before + (await measureFloor(draws, number))) / 2;
  return { floorMs, freezeMs, drawMs, totalMs: freezeMs + drawMs, ratio: (freezeMs + drawMs) / floorMs };
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
    const { floorMs, freezeMs, drawMs, ratio } = await measureRound(draws, size.number);
    taken.push({ floorMs, freezeMs, drawMs, totalMs: freezeMs + drawMs, ratio });
    const times = { floorSeconds: seconds(floorMs), freezeSeconds: seconds(freezeMs), drawSeconds: seconds(drawMs) };
    print({ entries: size.eligible, round, ...times, ratio: rounded(ratio), load: rounded(loadavg()[0] as number, 1) });
  }
  const of = (name: keyof RoundTimes) => median(taken.map((each) => each[name]));
  const floorMs = of('floorMs');
  const freezeMs = of('freezeMs');
  const drawMs = of('drawMs');
  return { floorMs, freezeMs, drawMs, totalMs: of('totalMs'), ratio: of('ratio') };
};
