import type { BundleRevision } from '../../schema/registry/bundle.ts';
import { isSignedBy, statementHash } from '../../schema/registry/statement.ts';
import { EVERYTHING, withholdingPurpose } from '../../schema/registry/withheld.ts';
import { Distrust } from './distrust.ts';
import type { PinnedKeys } from './pinned-keys.ts';

/** What of a statement is served no more, for ever: who is granted it again publishes again. */
export interface WithheldStatement {
  subgraph: string;
  number: number;
  /** As `statementHash` makes it. */
  hash: string;
  /** Coordinates of fields, or `*` for all of it. */
  elements: readonly string[];
}

interface WithholdingFacts {
  keys: PinnedKeys;
  /** What this gateway knows to be withheld. */
  known: readonly WithheldStatement[];
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Verifies what a bundle leaves out of a live statement: a pinned warden has signed it, and nothing comes back that was
 * left out before. @returns undefined where nothing is left out
 * @throws Distrust
 */
export const verifyWithheld = (
  revision: Pick<BundleRevision, 'statement' | 'withheld'>,
  { keys, known, now }: WithholdingFacts,
): WithheldStatement | undefined => {
  const { statement, withheld } = revision;
  const { subgraph, number } = statement;
  const hash = statementHash(statement);
  const before = known.filter((each) => each.hash === hash).flatMap(({ elements }) => elements);
  const elements = withheld?.elements ?? [];
  const back = before.find((element) => !elements.includes(element) && !elements.includes(EVERYTHING));
  if (back) throw new Distrust(`statement ${number} of ${subgraph} shows ${back} again, which was withheld`);
  if (!withheld) return undefined;
  // What this gateway has believed once it goes on believing: the key may have run out, or been revoked, since.
  if (!elements.every((element) => before.includes(element))) verifyWarden(revision, { keys, now });
  return { subgraph, number, hash, elements };
};

const verifyWarden = (
  { statement, withheld }: Pick<BundleRevision, 'statement' | 'withheld'>,
  { keys, now }: Pick<WithholdingFacts, 'keys' | 'now'>,
): void => {
  const { subgraph, number } = statement;
  const refuse = (why: string): never => {
    throw new Distrust(`the warden's signature of ${number} of ${subgraph}: ${why}`);
  };
  const { keyId = '', signature = '' } = withheld?.warden ?? {};
  const pinned = keys.find(keyId, 'warden') ?? refuse(`no warden has the pinned key ${keyId}`);
  if (pinned.subgraphs && !pinned.subgraphs.includes(subgraph)) refuse('the key is not for that subgraph');
  if (keys.isRevoked(keyId, now)) refuse('the key is revoked');
  if (now < pinned.from) refuse('the key is not in force yet');
  if (pinned.until !== undefined && pinned.until <= now) refuse('the key has expired');
  const purpose = withholdingPurpose(withheld?.elements ?? []);
  if (!isSignedBy(statement, purpose, { key: pinned.key, signature })) refuse('it is forged');
};
