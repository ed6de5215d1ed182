import { hash } from 'node:crypto';
import { checkpointHash } from './checkpoint.ts';

/** Returns the seed of a draw, 32 bytes: SHA-256(beacon's signature ‖ SHA-256(checkpoint)). */
export const seedOf = (signature: Uint8Array, checkpoint: string): Buffer =>
  hash('sha256', Buffer.concat([signature, checkpointHash(checkpoint)]), 'buffer');
