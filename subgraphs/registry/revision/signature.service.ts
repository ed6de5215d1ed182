import type { EntityManager } from '@mikro-orm/postgresql';
import { readPublicKey } from '../../../schema/registry/key.ts';
import { isSignedBy, type Purpose, type Statement } from '../../../schema/registry/statement.ts';
import { KeyRole, lockApprovedKey } from '../key/index.ts';
import { refusals } from './revision.refusal.ts';

/** A signature over a statement, as it was sent. */
export interface SentSignature {
  keyId: string;
  signature: string;
}

interface SignatureFacts extends SentSignature {
  role: KeyRole;
  /** What is signed, where it is not what the role says. */
  purpose?: Purpose;
  /** Whether keys of this organisation may sign here. */
  isFit(organization: string): boolean;
  path: readonly string[];
}

const SIGNATURE = /^[\w-]{86}$/;

/**
 * Verifies a signature by a key that is approved now, and returns whose it is.
 * @throws Refusal PUBLISHER_KEY_UNFIT, STATEMENT_SIGNATURE_WRONG
 */
export const verifySignature = async (
  tx: EntityManager,
  statement: Statement,
  { keyId, signature, role, purpose, isFit, path }: SignatureFacts,
): Promise<string> => {
  const found = await lockApprovedKey(tx, keyId);
  if (found?.role !== role || !isFit(found.organization)) throw refusals.keyUnfit([...path, 'keyId']);
  const key = readPublicKey(found.publicKey);
  const signed = purpose ?? (role === KeyRole.PUBLISHER ? 'publisher' : 'approver');
  // One signature has one writing: the last character holds two bits of nothing.
  const isWritten =
    SIGNATURE.test(signature) && Buffer.from(signature, 'base64url').toString('base64url') === signature;
  if (!key || !isWritten || !isSignedBy(statement, signed, { key, signature }))
    throw refusals.signature([...path, 'signature']);
  return found.organization;
};
