import { transitionsOf } from '../../kit/status.ts';

export enum CertificateStatus {
  VALID = 'VALID',
  REVOKED = 'REVOKED',
}

/** A revocation is final. */
export const transition = transitionsOf<CertificateStatus>('certificate', { VALID: ['REVOKED'], REVOKED: [] });

/** The answer to who checks a certificate. */
export enum CertificateState {
  VALID = 'VALID',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
  KEY_COMPROMISED = 'KEY_COMPROMISED',
  RECORDED = 'RECORDED',
}

export interface CheckedFacts {
  status: CertificateStatus;
  /** When it was recorded here: the signer's own clock proves nothing once its key is known to others. */
  issuedAt: Date;
  validUntil: Date | null;
  /** The key that signed it; null for a certificate from before credentials were signed. */
  kid: string | null;
  compromisedAt: Date | null;
}

/** Decides what a certificate is worth at `now`. */
export const stateOf = (facts: CheckedFacts, now: Date): CertificateState => {
  const { status, issuedAt, validUntil, kid, compromisedAt } = facts;
  if (status === CertificateStatus.REVOKED) return CertificateState.REVOKED;
  if (compromisedAt !== null && issuedAt >= compromisedAt) return CertificateState.KEY_COMPROMISED;
  if (validUntil !== null && validUntil <= now) return CertificateState.EXPIRED;
  return kid === null ? CertificateState.RECORDED : CertificateState.VALID;
};
