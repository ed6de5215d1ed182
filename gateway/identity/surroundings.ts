/** Time and chance, handed in so that a test can decide both. */
export interface Surroundings {
  now(): Date;
  randomBytes(length: number): Buffer;
  /** Lets time pass; of the clock on the wall unless given. */
  wait?: (ms: number) => Promise<void>;
}
