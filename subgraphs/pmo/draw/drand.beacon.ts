import { z } from 'zod';
import { type Beacon, type BeaconChain, isSignedBy } from './beacon.ts';

const TIMEOUT_MS = 10_000;
const NOT_YET = new Set([404, 425]);

const answer = z.object({ round: z.int(), signature: z.string().regex(/^[0-9a-f]{96}$/) });

/** What the relay answers; null for a round that is not out. */
const ask = async (url: string, chain: BeaconChain, round: number | 'latest'): Promise<unknown> => {
  const path = new URL(`/${chain.hash}/public/${round}`, url);
  const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (NOT_YET.has(response.status)) return null;
  if (!response.ok) throw new Error(`the beacon answered ${response.status} for round ${round}`);
  return response.json();
};

/** A round with the signature that the chain's key made. @throws Error when it is another one's */
const verified = (chain: BeaconChain, body: unknown) => {
  if (body === null) return null;
  const found = answer.safeParse(body);
  if (!found.success) throw new Error("the beacon's answer is no round");
  const { round } = found.data;
  const signature = Buffer.from(found.data.signature, 'hex');
  if (!isSignedBy(chain, round, signature)) throw new Error(`the signature of round ${round} is wrong`);
  return { round, signature };
};

/**
 * Rounds of a chain from a relay of drand's HTTP API. The relay need not be trusted: every signature is verified
 * against the pinned key.
 * @param url origin of the relay
 */
export const drandBeacon = (url: string, chain: BeaconChain): Beacon => ({
  chain,
  latest: async () => {
    const found = verified(chain, await ask(url, chain, 'latest'));
    if (!found) throw new Error('the beacon has no latest round');
    return found.round;
  },
  signature: async (round) => {
    const found = verified(chain, await ask(url, chain, round));
    if (found && found.round !== round) throw new Error(`the beacon's answer is not round ${round}`);
    return found?.signature ?? null;
  },
});
