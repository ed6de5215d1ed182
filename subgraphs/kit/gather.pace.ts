/** How long a batch takes: what the last ones took, or longer while one is not back. */
export class Pace {
  #meanMs = 0;
  readonly #since = new Set<{ startedMs: number }>();

  begin(): () => void {
    const batch = { startedMs: performance.now() };
    this.#since.add(batch);
    return () => {
      this.#since.delete(batch);
      const tookMs = performance.now() - batch.startedMs;
      this.#meanMs = this.#meanMs === 0 ? tookMs : 0.8 * this.#meanMs + 0.2 * tookMs;
    };
  }

  batchMs(): number {
    const now = performance.now();
    const oldestMs = Math.max(0, ...[...this.#since].map(({ startedMs }) => now - startedMs));
    return Math.max(this.#meanMs, oldestMs);
  }
}
