type OnLeave = () => void;

/**
 * Tells the subgraph calls of one request that its client has left. An AbortController does the same for ten times the
 * CPU, and each request needs one.
 */
export class Departure {
  #hasLeft = false;
  readonly #watchers = new Set<OnLeave>();

  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    for (const onLeave of this.#watchers) onLeave();
    this.#watchers.clear();
  }

  watch(onLeave: OnLeave): void {
    this.#watchers.add(onLeave);
  }

  unwatch(onLeave: OnLeave): void {
    this.#watchers.delete(onLeave);
  }
}
