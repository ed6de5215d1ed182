const bucketMs = 10_000;
/**
 * Most nonces in one bucket. No process answers so many requests in ten seconds; further ones are refused, never
 * forgotten.
 */
const bucketSize = 500_000;

/** Nonces by the time that their request was signed: a bucket is dropped once all in it would be stale. */
export class SeenNonces {
  readonly #buckets = new Map<number, Set<string>>();
  readonly #windowMs: number;

  /** @param windowMs time after its signing in which a request is taken */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** False when `nonce` was seen, or when there is no room to remember it. */
  add(nonce: string, signedAt: number, now: number): boolean {
    for (const start of this.#buckets.keys()) {
      if ((start + 1) * bucketMs + this.#windowMs < now) this.#buckets.delete(start);
    }
    const start = Math.floor(signedAt / bucketMs);
    let bucket = this.#buckets.get(start);
    if (bucket === undefined) {
      bucket = new Set();
      this.#buckets.set(start, bucket);
    }
    if (bucket.has(nonce) || bucket.size >= bucketSize) return false;
    bucket.add(nonce);
    return true;
  }
}
