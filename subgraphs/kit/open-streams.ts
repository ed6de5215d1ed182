/** Streams of subscriptions, all of which end when the service stops: one that stays open would hold up the stop. */
export class OpenStreams {
  readonly #stops = new Set<() => void>();
  #isStopping = false;

  get size(): number {
    return this.#stops.size;
  }

  /**
   * @param lastOf what is told as the last result when the stream ends by a stop: that there is more, elsewhere
   * @returns the same results until then
   */
  watch<T>(results: AsyncIterableIterator<T>, lastOf: () => T): AsyncIterableIterator<T> {
    let waiting: ((result: IteratorResult<T>) => void) | undefined;
    let state: 'open' | 'stopped' | 'told' = 'open';
    const tell = (): IteratorResult<T> => {
      state = 'told';
      return { done: false, value: lastOf() };
    };
    const stop = () => {
      state = 'stopped';
      forget();
      waiting?.(tell());
      results.return?.().catch(() => undefined);
    };
    const forget = () => this.#stops.delete(stop);
    this.#stops.add(stop);
    if (this.#isStopping) stop();
    const read = async (): Promise<IteratorResult<T>> => {
      const result = await results.next().catch((error: unknown) => {
        forget();
        throw error;
      });
      if (result.done) forget();
      return result;
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        if (state === 'stopped') return tell();
        if (state === 'told') return { done: true, value: undefined };
        // The one that waits is answered by a stop too: the source may have nothing to say for long.
        return new Promise<IteratorResult<T>>((resolve, reject) => {
          waiting = resolve;
          read().then(resolve, reject);
        }).finally(() => {
          waiting = undefined;
        });
      },
      async return() {
        forget();
        await results.return?.();
        return { done: true, value: undefined };
      },
    };
  }

  stop(): void {
    this.#isStopping = true;
    for (const stop of [...this.#stops]) stop();
  }
}
