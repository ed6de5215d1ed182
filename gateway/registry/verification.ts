import { type Bundle, readBundle } from '../../schema/registry/bundle.ts';
import { hashOf } from '../../schema/registry/statement.ts';
import type { SeenStatement } from './chain.ts';
import { composeSupergraph } from './composition.ts';
import { Distrust } from './distrust.ts';
import { PinnedKeys } from './pinned-keys.ts';
import { type Knowledge, type TrustedCanary, type TrustedStatements, verifyBundle, verifyCanary } from './trust.ts';

export interface VerificationTask {
  /** JSON, as it came. */
  bundle: string;
  /** The operator's list of keys, JSON. */
  keys: string;
  seen: readonly SeenStatement[];
  /** Epoch milliseconds. */
  now: number;
  /** Hashes of supergraphs that were composed here before, by what they were composed of: a rollback composes nothing. */
  composed?: ReadonlyMap<string, string>;
}

/** A supergraph (SDL) that its signers vouch for. */
export interface VerifiedSupergraph {
  supergraph: string;
  seen: SeenStatement[];
  signers: string[];
  /** What it is composed of, and its own hash. */
  composition: readonly [parts: string, hash: string];
  /** What a share of the callers is to meet. */
  canary?: VerifiedCanary;
  /** Why the canary that was offered is none; what is live stands without it. */
  canaryFault?: string;
}

export interface VerifiedCanary extends Omit<TrustedCanary, 'services'> {
  /** SDL */
  supergraph: string;
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

const verified = ({ bundle: text, keys, seen, now, composed }: VerificationTask): VerifiedSupergraph => {
  const bundle = readBundle(jsonIn(text));
  const trusted = verifyBundle(bundle, { keys: PinnedKeys.parse(keys), seen, now });
  const parts = hashOf(JSON.stringify(trusted.services.map(({ name, sdl, url }) => [name, hashOf(sdl), url])));
  const hash = composed?.get(parts) ?? hashOf(composeSupergraph(trusted.services));
  const { supergraph } = bundle;
  if (hashOf(supergraph) !== hash || hash !== bundle.supergraphHash)
    throw new Distrust('the supergraph is not what its subgraphs compose to');
  const knowledge = { keys: PinnedKeys.parse(keys), seen, now };
  return {
    supergraph,
    ...{ seen: trusted.seen, signers: trusted.signers, composition: [parts, hash] },
    ...canaryIn(bundle, trusted, knowledge),
  };
};

const canaryIn = (
  { canary, keys }: Bundle,
  trusted: TrustedStatements,
  knowledge: Knowledge,
): Pick<VerifiedSupergraph, 'canary' | 'canaryFault'> => {
  if (!canary) return {};
  try {
    const { services, ...verifiedCanary } = verifyCanary({ canary, keys }, trusted, knowledge);
    return { canary: { ...verifiedCanary, supergraph: composeSupergraph(services) } };
  } catch (error) {
    return { canaryFault: (error as Error).message };
  }
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Distrust('the bundle is not JSON');
  }
};
