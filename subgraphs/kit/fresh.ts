interface FreshValue<Value> {
  readAtMs: number;
  value: Promise<Value>;
}

/**
 * What was read lately: however many ask for the same, it is read once in `freshMs`. Nothing older is kept, so that who
 * asks for what there is not, under any name, takes no memory.
 */
export class Fresh<Key, Value> {
  // In the order in which they were read.
  readonly #known = new Map<Key, FreshValue<Value>>();
  readonly #freshMs: number;
  readonly #now: () => number;

  constructor(freshMs: number, now = () => performance.now()) {
    this.#freshMs = freshMs;
    this.#now = now;
  }

  get size(): number {
    return this.#known.size;
  }

  of(key: Key, read: () => Promise<Value>): Promise<Value> {
    const nowMs = this.#now();
    for (const [other, { readAtMs }] of this.#known) {
      if (nowMs - readAtMs < this.#freshMs) break;
      this.#known.delete(other);
    }
    const known = this.#known.get(key);
    if (known) return known.value;
    const value = read();
    this.#known.set(key, { readAtMs: nowMs, value });
    return value;
  }
}
