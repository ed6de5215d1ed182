import { createHash, createHmac, randomBytes } from 'node:crypto';

/** What is told of an invitation: enough to know its link and address again, and too little to make them. */
export interface InvitationProof {
  secretHash: string;
  addressProof: string;
}

export const newInvitationSecret = (): string => randomBytes(32).toString('base64url');

/** @param email in its one form */
export const proofOf = (secret: string, email: string): InvitationProof => ({
  secretHash: createHash('sha256').update(secret).digest('base64url'),
  addressProof: createHmac('sha256', secret).update(email).digest('base64url'),
});
