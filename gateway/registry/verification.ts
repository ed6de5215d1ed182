import { readBundle } from '../../schema/registry/bundle.ts';
import { hashOf } from '../../schema/registry/statement.ts';
import type { SeenStatement } from './chain.ts';
import { composeSupergraph } from './composition.ts';
import { Distrust } from './distrust.ts';
import { PinnedKeys } from './pinned-keys.ts';
import { verifyBundle } from './trust.ts';

export interface VerificationTask {
  /** JSON, as it came. */
  bundle: string;
  /** The operator's list of keys, JSON. */
  keys: string;
  seen: readonly SeenStatement[];
  /** Epoch milliseconds. */
  now: number;
}

/** A supergraph (SDL) that its signers vouch for. */
export interface VerifiedSupergraph {
  supergraph: string;
  seen: SeenStatement[];
  signers: string[];
}

export type VerificationReport = VerifiedSupergraph | { fault: string };

/** Reads and verifies a bundle, and composes its subgraphs again. */
export const verify = (task: VerificationTask): VerificationReport => {
  try {
    return verified(task);
  } catch (error) {
    return { fault: (error as Error).message };
  }
};

const verified = ({ bundle: text, keys, seen, now }: VerificationTask): VerifiedSupergraph => {
  const bundle = readBundle(jsonIn(text));
  const trusted = verifyBundle(bundle, { keys: PinnedKeys.parse(keys), seen, now });
  const supergraph = composeSupergraph(trusted.services);
  if (supergraph !== bundle.supergraph || hashOf(supergraph) !== bundle.supergraphHash)
    throw new Distrust('the supergraph is not what its subgraphs compose to');
  return { supergraph, seen: trusted.seen, signers: trusted.signers };
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Distrust('the bundle is not JSON');
  }
};
