/** Time and chance, handed in so that a test can decide both. */
export interface Surroundings {
  now(): Date;
  randomBytes(length: number): Buffer;
  /** Waits; by the real clock unless a test gives its own. */
  wait?: (ms: number) => Promise<void>;
}
