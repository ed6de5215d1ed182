import { type KeyObject, verify } from 'node:crypto';
import type { Dialect } from './dialect.ts';

const PROOF = /^[\w+/=-]{20,100}$/;

/** What a partner signs when it attests whose account it is. */
export const attestationText = (account: string, nikProof: string): string => `${account}|${nikProof}`;

interface Where {
  dialect: Dialect;
  account: string;
  /** Keys with which the partner signs attestations. */
  publicKeys: readonly KeyObject[];
}

/** Reads the HMAC of the holder's NIK from where the dialect has it; null when it is not there or not proven. */
export const nikProofOf = (answer: Readonly<Record<string, unknown>>, where: Where): string | null => {
  const { nikProof, attestation } = (answer.additionalInfo ?? {}) as Record<string, unknown>;
  if (typeof nikProof !== 'string' || !PROOF.test(nikProof)) return null;
  if (where.dialect.nik === 'FIELD') return nikProof;
  if (typeof attestation !== 'string') return null;
  const text = Buffer.from(attestationText(where.account, nikProof));
  const signature = Buffer.from(attestation, 'base64');
  return where.publicKeys.some((key) => verify('sha256', text, key, signature)) ? nikProof : null;
};
