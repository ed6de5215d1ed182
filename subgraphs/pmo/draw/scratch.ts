const IDLE_MS = 30_000;

let idle: SharedArrayBuffer | null = null;
let forgetting: NodeJS.Timeout | undefined;

/**
 * Lends memory that threads share for a while; what it holds is anything. V8 does not count shared memory and frees it
 * late, so that the freeze, the draw and the next ones use the same.
 */
export const withScratch = async <T>(bytes: number, use: (memory: SharedArrayBuffer) => Promise<T>): Promise<T> => {
  const memory = idle && idle.byteLength >= bytes ? idle : new SharedArrayBuffer(bytes);
  idle = null;
  const result = await use(memory);
  // Not after a failure: a thread may still be at work on it.
  idle = memory;
  clearTimeout(forgetting);
  forgetting = setTimeout(() => {
    idle = null;
  }, IDLE_MS).unref();
  return result;
};
