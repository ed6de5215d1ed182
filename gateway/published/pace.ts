import type { ServerResponse } from 'node:http';

/** The least at which a reader must go on, over all that it has read. */
export interface Pace {
  bytesPerMs: number;
  /** Milliseconds before it counts. */
  graceMs: number;
}

const lookEveryMs = 1000;

/** Passes pieces on, and ends the answer of a reader who takes them more slowly than that: it would hold its place for hours. */
export const leastPace = (response: ServerResponse, { bytesPerMs, graceMs }: Pace) =>
  async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const startedMs = performance.now();
    let bytes = 0;
    const look = () => {
      const elapsedMs = performance.now() - startedMs - graceMs;
      if (bytes < elapsedMs * bytesPerMs) response.destroy();
    };
    const timer = setInterval(look, Math.min(lookEveryMs, graceMs)).unref();
    try {
      for await (const piece of pieces) {
        yield piece;
        bytes += piece.length;
      }
    } finally {
      clearInterval(timer);
    }
  };
