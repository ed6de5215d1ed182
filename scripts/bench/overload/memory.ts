import { readdirSync, readFileSync } from 'node:fs';

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
const slopeOf = (points: readonly [number, number][]): number => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const above = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return above / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
};

/**
 * How much more a process holds each minute, in MB, and how many more descriptors. Takes the least of each half
 * minute: what is above waits to be collected.
 */
export const growthOf = (held: readonly HeldResources[], fromMinute: number) => {
  const late = held.filter(({ minute }) => minute >= fromMinute);
  const least = new Map<number, HeldResources>();
  for (const each of late) {
    const half = Math.floor(each.minute * 2);
    const known = least.get(half);
    if (!known || each.rssMb < known.rssMb) least.set(half, each);
  }
  const [first, last] = [late[0], late.at(-1)];
  return {
    mbPerMinute: Number(slopeOf([...least.values()].map(({ minute, rssMb }) => [minute, rssMb])).toFixed(2)),
    descriptors: (last?.descriptors ?? 0) - (first?.descriptors ?? 0),
    rssMb: Math.round(last?.rssMb ?? 0),
  };
};
