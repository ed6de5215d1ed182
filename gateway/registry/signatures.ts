import type { BundleRevision, BundleSignature } from '../../schema/registry/bundle.ts';
import { isSignedBy, type Purpose, type Role, type Statement } from '../../schema/registry/statement.ts';
import { Distrust } from './distrust.ts';
import type { PinnedKey, PinnedKeys } from './pinned-keys.ts';

export interface SignatureRules {
  keys: PinnedKeys;
  /** The gateway took this very statement before, when its keys were in force: they may have run out since. */
  isKnown: boolean;
  /** What the approver signed, where it is not that the statement goes live for everybody. */
  approval?: Purpose;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Verifies that a pinned publisher of the organisation signed for the subgraph, and that somebody else approved.
 * @throws Distrust
 */
export const verifySignatures = (
  { statement, publisher, approver }: Pick<BundleRevision, 'statement' | 'publisher' | 'approver'>,
  rules: SignatureRules,
): void => {
  const published = verifyOne(statement, { role: 'publisher', signed: publisher }, rules);
  const { organization, subgraph } = statement;
  if (published.organization !== organization)
    throw new Distrust(`${saying(statement, 'publisher')}: the key is of ${published.organization}`);
  const approved = verifyOne(statement, { role: 'approver', signed: approver }, rules);
  if (isSamePerson(published, approved))
    throw new Distrust(`statement ${statement.number} of ${subgraph} is approved by who published it`);
};

const saying = ({ number, subgraph }: Statement, role: Role) => `the ${role}'s signature of ${number} of ${subgraph}`;

const verifyOne = (
  statement: Statement,
  { role, signed: { keyId, signature } }: { role: Role; signed: BundleSignature },
  { keys, isKnown, now, approval = 'approver' }: SignatureRules,
): PinnedKey => {
  const refuse = (why: string): never => {
    throw new Distrust(`${saying(statement, role)}: ${why}`);
  };
  const pinned = keys.find(keyId, role) ?? refuse(`no ${role} has the pinned key ${keyId}`);
  if (pinned.subgraphs && !pinned.subgraphs.includes(statement.subgraph)) refuse('the key is not for that subgraph');
  if (keys.isRevoked(keyId, now)) refuse('the key is revoked');
  if (!isKnown && now < pinned.from) refuse('the key is not in force yet');
  if (!isKnown && pinned.until !== undefined && pinned.until <= now) refuse('the key has expired');
  if (!isSignedBy(statement, role === 'approver' ? approval : role, { key: pinned.key, signature }))
    refuse('it is forged');
  return pinned;
};

/** One person may hold keys of two organisations; where a key names nobody, its whole organisation counts as one. */
const isSamePerson = (one: PinnedKey, other: PinnedKey): boolean =>
  one.id === other.id ||
  (one.person === undefined || other.person === undefined
    ? one.organization === other.organization
    : one.person === other.person);
