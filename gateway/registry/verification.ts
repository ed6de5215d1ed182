import { type DocumentNode, parse } from 'graphql';
import { type Bundle, readBundle } from '../../schema/registry/bundle.ts';
import { hashOf } from '../../schema/registry/statement.ts';
import { isNarrowing } from '../../schema/registry/withheld.ts';
import type { SeenStatement } from './chain.ts';
import { composeSupergraph } from './composition.ts';
import { Distrust } from './distrust.ts';
import { PinnedKeys } from './pinned-keys.ts';
import { type Knowledge, type TrustedCanary, type TrustedStatements, verifyBundle, verifyCanary } from './trust.ts';
import type { WithheldStatement } from './withheld.ts';

export interface VerificationTask {
  /** JSON, as it came. */
  bundle: string;
  /** The operator's list of keys, JSON. */
  keys: string;
  seen: readonly SeenStatement[];
  withheld?: readonly WithheldStatement[];
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
  /** What of the live statements is left out. */
  withheld: WithheldStatement[];
  /** Coordinates of fields that are there no more since they are left out. */
  lost: string[];
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

const verified = ({ bundle: text, keys, seen, withheld, now, composed }: VerificationTask): VerifiedSupergraph => {
  const bundle = readBundle(jsonIn(text));
  const knowledge = { keys: PinnedKeys.parse(keys), seen, now, ...(withheld && { withheld }) };
  const trusted = verifyBundle(bundle, knowledge);
  const parts = hashOf(JSON.stringify(trusted.services.map(({ name, sdl, url }) => [name, hashOf(sdl), url])));
  const hash = composed?.get(parts) ?? hashOf(composeSupergraph(trusted.services));
  const { supergraph } = bundle;
  if (hashOf(supergraph) !== hash || hash !== bundle.supergraphHash)
    throw new Distrust('the supergraph is not what its subgraphs compose to');
  return {
    supergraph,
    seen: trusted.seen,
    signers: trusted.signers,
    composition: [parts, hash],
    withheld: trusted.withheld,
    lost: lostIn(trusted, supergraph, composed?.has(parts) ?? false),
    ...canaryIn(bundle, trusted, knowledge),
  };
};

/**
 * The fields that are gone with what is left out.
 * @param isKnown whether the supergraph was composed, and compared with what was published, before
 * @throws Distrust where something has lost its protection by it
 */
const lostIn = ({ withheld, stated }: TrustedStatements, supergraph: string, isKnown: boolean): string[] => {
  if (withheld.length === 0) return [];
  const after = parse(supergraph);
  if (!isKnown && !isNarrowing(parse(composeSupergraph(stated)), after))
    throw new Distrust('what is left out of the supergraph would be shown by another way');
  const left = fieldsIn(after);
  const gone = stated.filter(({ name }) => withheld.some(({ subgraph }) => subgraph === name));
  return gone.flatMap(({ sdl }) => [...fieldsIn(parse(sdl))]).filter((coordinate) => !left.has(coordinate));
};

const fieldsIn = ({ definitions }: DocumentNode): ReadonlySet<string> =>
  new Set(
    definitions.flatMap((node) =>
      'fields' in node && node.fields ? node.fields.map((field) => `${node.name.value}.${field.name.value}`) : [],
    ),
  );

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
