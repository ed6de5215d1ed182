import type { Status } from './application.status.ts';

export type LoanPurpose = 'WORKING_CAPITAL' | 'INVESTMENT';

/** An application with its consent, as the rest of the bank uses it. */
export interface Application {
  id: string;
  participantId: string;
  subject: string;
  borrower: string;
  amount: bigint;
  termMonths: number;
  purpose: LoanPurpose;
  product: string;
  officersNeeded: number;
  status: Status;
  submittedAt: Date;
  round: number;
  consent: Consent;
}

export interface Consent {
  purpose: string;
  textVersion: string;
  grantedAt: Date;
  withdrawnAt: Date | null;
}

export type ActorKind = 'APPLICANT' | 'OFFICER' | 'SYSTEM';

/** Who changes an application; the bank's software has no subject. */
export interface Actor {
  kind: ActorKind;
  subject: string | null;
}

export const SYSTEM: Actor = { kind: 'SYSTEM', subject: null };

/** One change of an application's status. */
export interface Change {
  applicationId: string;
  from: Status | null;
  to: Status;
  changedAt: Date;
  by: ActorKind;
  reasons: string[];
}
