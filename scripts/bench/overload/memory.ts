import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one process holds at a moment. */
export interface HeldResources {
  /** Minutes since the watch began. */
  minute: number;
  rssMb: number;
  descriptors: number;
}

const KB_PER_MB = 1_024;

const heldBy = (pid: number): Omit<HeldResources, 'minute'> => {
  const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { rssMb: Number(kb) / KB_PER_MB, descriptors: readdirSync(`/proc/${pid}/fd`).length };
};

/** Looks at processes now and then until it is stopped. */
export const watchHeld = (pids: Readonly<Record<string, number>>, everyMs: number) => {
  const startedAt = performance.now();
  const seen: Record<string, HeldResources[]> = {};
  const look = () => {
    const minute = (performance.now() - startedAt) / 60_000;
    for (const [name, pid] of Object.entries(pids)) {
      seen[name] ??= [];
      seen[name].push({ minute, ...heldBy(pid) });
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    look();
    return seen;
  };
};

/** The slope of a line through the points, by least squares. */
const slopeOf = (points: readonly (readonly [number, number])[]): number => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(([at]) => at));
  const y = mean(points.map(([, value]) => value));
  const above = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return above / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
};

/** What is alive in a process after each collection of garbage, as live-memory.mjs wrote it: minutes of the clock and MB. */
const liveIn = (directory: string, pid: number): [number, number][] =>
  readFileSync(join(directory, `${pid}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { at: number; bytes: number })
    .map(({ at, bytes }) => [at / 60_000, bytes / 1_024 / KB_PER_MB]);

interface WatchedProcess {
  pid: number;
  held: readonly HeldResources[];
  /** Directory in which live-memory.mjs wrote. */
  directory: string;
  /** The time from which memory counts, in milliseconds of the clock. */
  warmAt: number;
}

/** How many MB more are alive each minute once all is warm, and how many more descriptors are open. */
export const growthOf = ({ pid, held, directory, warmAt }: WatchedProcess) => {
  const live = liveIn(directory, pid).filter(([minute]) => minute * 60_000 >= warmAt);
  const first = held[0];
  const last = held.at(-1);
  return {
    mbPerMinute: Number(slopeOf(live).toFixed(2)),
    liveMb: Number((live.at(-1)?.[1] ?? 0).toFixed(1)),
    rssMb: Math.round(last?.rssMb ?? 0),
    descriptors: (last?.descriptors ?? 0) - (first?.descriptors ?? 0),
  };
};
