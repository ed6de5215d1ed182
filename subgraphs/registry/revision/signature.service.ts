import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { readPublicKey } from '../../../schema/registry/key.ts';
import { isSignedBy, type Statement } from '../../../schema/registry/statement.ts';
import { KeyRole, KeyStatus, PublisherKeyEntity } from '../key/index.ts';
import { refusals } from './revision.refusal.ts';

/** A signature over a statement, as it was sent. */
export interface SentSignature {
  keyId: string;
  signature: string;
}

interface Signed extends SentSignature {
  role: KeyRole;
  /** Whether keys of this organisation may sign here. */
  isFit(organization: string): boolean;
  path: readonly string[];
}

const HASH = /^[0-9a-f]{64}$/;
const SIGNATURE = /^[\w-]{86}$/;

/** Returns the approved key, which nobody revokes before the transaction ends; undefined where there is none. */
export const approvedKey = async (tx: EntityManager, id: string) => {
  const key = HASH.test(id)
    ? await tx.findOne(PublisherKeyEntity, id, { lockMode: LockMode.PESSIMISTIC_READ, refresh: true })
    : null;
  return key?.status === KeyStatus.APPROVED ? key : undefined;
};

/**
 * Verifies a signature by a key that is approved now, and returns whose it is.
 * @throws Refusal PUBLISHER_KEY_UNFIT, STATEMENT_SIGNATURE_WRONG
 */
export const verifySignature = async (
  tx: EntityManager,
  statement: Statement,
  { keyId, signature, role, isFit, path }: Signed,
): Promise<string> => {
  const found = await approvedKey(tx, keyId);
  if (found?.role !== role || !isFit(found.organization)) throw refusals.keyUnfit([...path, 'keyId']);
  const key = readPublicKey(found.publicKey);
  const signer = role === KeyRole.PUBLISHER ? 'publisher' : 'approver';
  // One signature has one writing: the last character holds two bits of nothing.
  const isWritten =
    SIGNATURE.test(signature) && Buffer.from(signature, 'base64url').toString('base64url') === signature;
  if (!key || !isWritten || !isSignedBy(statement, signer, { key, signature }))
    throw refusals.signature([...path, 'signature']);
  return found.organization;
};
