import type { Bundle, BundleCanary, BundleRevision } from '../../schema/registry/bundle.ts';
import { canaryPurpose, hashOf, type Purpose } from '../../schema/registry/statement.ts';
import { withoutElements } from '../../schema/registry/withheld.ts';
import { type SeenStatement, verifyChain } from './chain.ts';
import { Distrust } from './distrust.ts';
import type { PinnedKeys } from './pinned-keys.ts';
import { verifySignatures } from './signatures.ts';
import { verifyWithheld, type WithheldStatement } from './withheld.ts';

/** What a gateway knows without the registry. */
export interface Knowledge {
  keys: PinnedKeys;
  seen: readonly SeenStatement[];
  /** What of statements was served no more before. */
  withheld?: readonly WithheldStatement[];
  /** Epoch milliseconds. */
  now: number;
}

/** What the statements of a bundle say, verified. */
export interface TrustedStatements {
  /** In the order in which they are composed. */
  services: { name: string; sdl: string; url: string }[];
  seen: SeenStatement[];
  /** What of the live statements is left out of the services. */
  withheld: WithheldStatement[];
  /** The live statements as they were published, where something is left out: nothing may be shown that they do not. */
  stated: { name: string; sdl: string; url: string }[];
  /** Ids of the keys on which it all depends. */
  signers: string[];
}

/**
 * Verifies every live statement of a bundle by what the gateway knows; its supergraph is not looked at yet.
 * @throws Distrust
 */
export const verifyBundle = ({ revisions, keys: told }: Bundle, knowledge: Knowledge): TrustedStatements => {
  const names = revisions.map(({ statement }) => statement.subgraph);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Distrust(`${twice} is live twice`);
  // A subgraph leaves when the operator lets go of its publishers' keys, not when the registry leaves it out.
  const missing = knowledge.seen.find(
    ({ subgraph }) => !names.includes(subgraph) && knowledge.keys.subgraphs.has(subgraph),
  );
  if (missing) throw new Distrust(`${missing.subgraph}, which was seen, is missing`);
  const seen = revisions.map((revision) => verifyRevision(revision, knowledge));
  const signers = [...new Set(revisions.flatMap(({ publisher, approver }) => [publisher.keyId, approver.keyId]))];
  // The registry may know of a revocation before the operator's list does: it can take trust away, never give it.
  const revoked = told.find(({ id, isRevoked }) => isRevoked && signers.includes(id));
  if (revoked) throw new Distrust(`the registry says that the key ${revoked.id} is revoked`);
  const { keys, withheld: known = [], now } = knowledge;
  const withheld = revisions.flatMap((each) => verifyWithheld(each, { keys, known, now }) ?? []);
  const stated = revisions.map(({ statement: { subgraph, address }, sdl }) => ({ name: subgraph, sdl, url: address }));
  const services = stated.flatMap((each) => {
    const elements = withheld.find(({ subgraph }) => subgraph === each.name)?.elements ?? [];
    const sdl = withoutElements(each.sdl, elements);
    return sdl === undefined ? [] : [{ ...each, sdl }];
  });
  return { services, stated, seen, withheld, signers };
};

/** What the statement of a canary says, verified. */
export interface TrustedCanary {
  /** Hash of its statement: callers are chosen by it. */
  id: string;
  subgraph: string;
  number: number;
  /** Percent of the callers. */
  share: number;
  services: TrustedStatements['services'];
  signers: string[];
}

/**
 * Verifies a canary by what is live, which has been verified: it is the next of its subgraph, and its share is signed.
 * @throws Distrust
 */
export const verifyCanary = (
  { canary, keys: told }: { canary: BundleCanary; keys: Bundle['keys'] },
  live: TrustedStatements,
  knowledge: Knowledge,
): TrustedCanary => {
  const { statement, sdl, share, publisher, approver } = canary;
  const { subgraph, number, address } = statement;
  const before = live.seen.find((each) => each.subgraph === subgraph);
  // What is published for the first time goes live for everybody: there is nothing to fall back on.
  if (!before) throw new Distrust(`the canary ${number} of ${subgraph} has nothing live to fall back on`);
  if (number <= before.number) throw new Distrust(`the canary ${number} of ${subgraph} is not newer than what is live`);
  const { hash } = verifyRevision(canary, { ...knowledge, seen: live.seen }, canaryPurpose(share));
  const signers = [...new Set([...live.signers, publisher.keyId, approver.keyId])];
  const revoked = told.find(({ id, isRevoked }) => isRevoked && signers.includes(id));
  if (revoked) throw new Distrust(`the registry says that the key ${revoked.id} is revoked`);
  if (!live.services.some(({ name }) => name === subgraph))
    throw new Distrust(`the canary ${number} of ${subgraph} has nothing left to fall back on`);
  const services = live.services.map((each) => (each.name === subgraph ? { name: subgraph, sdl, url: address } : each));
  return { id: hash, subgraph, number, share, services, signers };
};

const verifyRevision = (
  revision: BundleRevision,
  { keys, seen: all, now }: Knowledge,
  approval: Purpose = 'approver',
): SeenStatement => {
  const { statement, sdl } = revision;
  const of = `statement ${statement.number} of ${statement.subgraph}`;
  const before = all.find(({ subgraph }) => subgraph === statement.subgraph);
  if (hashOf(sdl) !== statement.sdlHash) throw new Distrust(`${of} is about another SDL`);
  if (!isAddress(statement.address)) throw new Distrust(`${of} names no address that can be asked`);
  const seen = verifyChain(revision, before);
  verifySignatures(revision, { keys, now, approval, isKnown: before?.hash === seen.hash });
  return seen;
};

const isAddress = (text: string): boolean => {
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
  );
};
