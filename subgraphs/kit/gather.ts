export interface GatherOptions<Call, Answer> {
  /** Does all of it or, when it throws an error of PostgreSQL, nothing; answers in the order of the calls. */
  run(calls: readonly Call[]): Promise<Answer[]>;
  /** What a call may not share with another one that is under way: a later one waits. */
  keysOf(call: Call): readonly string[];
  /** Calls a batch. */
  most?: number;
  /** Batches under way at the same time. */
  atOnce?: number;
}

interface Waiting<Call, Answer> {
  call: Call;
  keys: readonly string[];
  resolve(answer: Answer | Promise<Answer>): void;
  reject(error: unknown): void;
}

/** The server said no to the statement, and rolled it back: not a broken connection, after which nobody knows. */
const isRolledBack = (error: unknown): boolean => (error as { severity?: unknown } | null)?.severity === 'ERROR';

/**
 * Gathers the calls that come while others are under way, and runs them together: one statement and one commit for all
 * of them. Nobody waits for company, so that a call on a quiet day runs alone and at once. A batch that PostgreSQL
 * refuses is run again one by one: a call fails for its own reasons only.
 */
export const gather = <Call, Answer>(options: GatherOptions<Call, Answer>): ((call: Call) => Promise<Answer>) => {
  const { run, keysOf, most = 64, atOnce = 2 } = options;
  const busy = new Set<string>();
  let waiting: Waiting<Call, Answer>[] = [];
  let running = 0;
  let isDue = false;

  const takeBatch = (): Waiting<Call, Answer>[] => {
    const batch: Waiting<Call, Answer>[] = [];
    waiting = waiting.filter((one) => {
      if (batch.length >= most || one.keys.some((key) => busy.has(key))) return true;
      for (const key of one.keys) busy.add(key);
      batch.push(one);
      return false;
    });
    return batch;
  };

  const runAlone = async ({ call, resolve, reject }: Waiting<Call, Answer>) => {
    await run([call]).then(([answer]) => resolve(answer as Answer), reject);
  };

  const runBatch = async (batch: readonly Waiting<Call, Answer>[]) => {
    running += 1;
    try {
      const answers = await run(batch.map(({ call }) => call));
      for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as Answer);
    } catch (error) {
      if (batch.length > 1 && isRolledBack(error)) for (const one of batch) await runAlone(one);
      else for (const { reject } of batch) reject(error);
    }
    for (const { keys } of batch) for (const key of keys) busy.delete(key);
    running -= 1;
    runDue();
  };

  const runDue = () => {
    isDue = false;
    while (running < atOnce) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      void runBatch(batch);
    }
  };

  return (call) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ call, keys: keysOf(call), resolve, reject });
      // What arrived with the same read of the sockets goes together.
      if (!isDue) setImmediate(runDue);
      isDue = true;
    });
};
