import { createHash } from 'node:crypto';
import type { Caller } from '../caller.ts';
import { networkOf } from '../network.ts';

export interface WhoAsks {
  caller: Pick<Caller, 'isAnonymous' | 'id'>;
  /** Address of the network. */
  address: string;
}

const parts = 0x1_0000_0000;

/** A person or a client by its subject, whatever it asks with; strangers by their network, as for the rate limit. */
const nameOf = ({ caller, address }: WhoAsks): string =>
  caller.isAnonymous ? `network ${networkOf(address)}` : `caller ${caller.id ?? ''}`;

/**
 * Decides whether somebody belongs to the share of a canary: the same on every gateway and at any time, and still so with
 * a higher share; others for another canary.
 * @param share percent
 */
export const isChosen = (who: WhoAsks, { id, share }: { id: string; share: number }): boolean => {
  const digest = createHash('sha256')
    .update(`${id}\n${nameOf(who)}`)
    .digest();
  return digest.readUInt32BE(0) < (share / 100) * parts;
};
