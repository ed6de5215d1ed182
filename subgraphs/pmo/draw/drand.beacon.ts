import { z } from 'zod';
import { type Beacon, type BeaconChain, isSignedBy } from './beacon.ts';

const TIMEOUT_MS = 10_000;
const NOT_YET = new Set([404, 425]);

const answer = z.object({ round: z.int(), signature: z.string().regex(/^[0-9a-f]{96}$/) });

/**
 * Rounds of a chain from a relay of drand's HTTP API. The relay need not be trusted: every signature is verified
 * against the pinned key.
 * @param url origin of the relay
 */
export const drandBeacon = (url: string, chain: BeaconChain): Beacon => ({
  chain,
  signature: async (round) => {
    const path = new URL(`/${chain.hash}/public/${round}`, url);
    const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (NOT_YET.has(response.status)) return null;
    if (!response.ok) throw new Error(`the beacon answered ${response.status} for round ${round}`);
    const found = answer.safeParse(await response.json());
    if (!found.success || found.data.round !== round) throw new Error(`the beacon's answer is not round ${round}`);
    const signature = Buffer.from(found.data.signature, 'hex');
    if (!isSignedBy(chain, round, signature)) throw new Error(`the signature of round ${round} is wrong`);
    return signature;
  },
});
