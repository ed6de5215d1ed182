/** Time and chance, handed in so that a test can decide both. */
export interface Surroundings {
  now(): Date;
  randomBytes(length: number): Buffer;
}
