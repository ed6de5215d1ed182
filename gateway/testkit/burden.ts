export interface Burden {
  /** The most CPU time that passed before anything else had its turn. */
  heldMs: number;
  grownMegabytes: number;
}

/** What a piece of work costs everybody else in this process; CPU time, since a busy machine holds us up, too. */
const burdenOf = async (work: () => Promise<unknown>): Promise<Burden> => {
  const before = megabytes();
  let grownMegabytes = 0;
  let heldMs = 0;
  let last = cpuMs();
  let isOver = false;
  const turn = () => {
    const now = cpuMs();
    heldMs = Math.max(heldMs, now - last);
    grownMegabytes = Math.max(grownMegabytes, megabytes() - before);
    last = cpuMs();
    if (!isOver) setImmediate(turn);
  };
  turn();
  try {
    await work();
  } finally {
    isOver = true;
  }
  turn();
  return { heldMs, grownMegabytes };
};

/**
 * The answer of `work` and the least that it cost. It is tried again, three times at most, while it costs more than
 * `most`: what is slow or large by itself is so each time, whatever else runs beside it.
 */
export const leastBurdenOf = async <T>(work: () => Promise<T>, most: Burden): Promise<Burden & { answer: T }> => {
  const least = { heldMs: Number.POSITIVE_INFINITY, grownMegabytes: Number.POSITIVE_INFINITY };
  for (let tries = 1; ; tries += 1) {
    let answer: T | undefined;
    const { heldMs, grownMegabytes } = await burdenOf(async () => {
      answer = await work();
    });
    least.heldMs = Math.min(least.heldMs, heldMs);
    least.grownMegabytes = Math.min(least.grownMegabytes, grownMegabytes);
    const isLight = least.heldMs < most.heldMs && least.grownMegabytes < most.grownMegabytes;
    if (isLight || tries === 3) return { answer: answer as T, ...least };
  }
};

/** The least CPU time of some tries: what is slow by itself is slow each time, whatever else runs beside it. */
export const leastCpuMs = async (tries: readonly (() => Promise<unknown>)[]): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (const attempt of tries) {
    const startedAt = cpuMs();
    await attempt();
    least = Math.min(least, cpuMs() - startedAt);
  }
  return least;
};

const cpuMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const megabytes = () => {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
};
