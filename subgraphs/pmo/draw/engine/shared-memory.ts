const IDLE_MS = 30_000;

/** Smallest first. */
let idle: SharedArrayBuffer[] = [];
let forgetting: NodeJS.Timeout | undefined;

/**
 * Memory that threads share; what it holds is anything. V8 does not count shared memory and frees it late, and touching
 * new pages took a fifth of the draw: what was given back is used again.
 */
export const takeMemory = (bytes: number): SharedArrayBuffer => {
  const fitting = idle.findIndex(({ byteLength }) => byteLength >= bytes);
  if (fitting >= 0) return idle.splice(fitting, 1)[0] as SharedArrayBuffer;
  // A larger wave than those before: what was theirs is of no use, and would lie beside its own.
  idle = [];
  return new SharedArrayBuffer(bytes);
};

/** For the next one. Not after a failure: a thread may still be at work on it. */
export const giveBack = (memory: ArrayBufferLike): void => {
  if (!(memory instanceof SharedArrayBuffer)) return;
  idle = [...idle, memory].sort((a, b) => a.byteLength - b.byteLength);
  clearTimeout(forgetting);
  forgetting = setTimeout(() => {
    idle = [];
  }, IDLE_MS).unref();
};
