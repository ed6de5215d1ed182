export interface Burden {
  /** The most CPU time that passed before anything else had its turn. */
  heldMs: number;
  grownMegabytes: number;
}

/** What a piece of work costs everybody else in this process; CPU time, since a busy machine holds us up, too. */
export const burdenOf = async (work: () => Promise<unknown>): Promise<Burden> => {
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
