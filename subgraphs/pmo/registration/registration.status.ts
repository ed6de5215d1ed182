import { transitionsOf } from '../../kit/status.ts';
import { movesOf } from '../../kit/status-sql.ts';

export enum RegistrationStatus {
  JOINED = 'JOINED',
  ELIGIBLE = 'ELIGIBLE',
  INELIGIBLE = 'INELIGIBLE',
  SELECTED = 'SELECTED',
  NOT_SELECTED = 'NOT_SELECTED',
}

/** How far a registration comes. A winner who is found ineligible at the announcement is turned down, and
 * nobody is selected in a wave that is cancelled. */
export const transition = transitionsOf<RegistrationStatus>('registration', {
  JOINED: ['ELIGIBLE', 'INELIGIBLE', 'NOT_SELECTED'],
  ELIGIBLE: ['SELECTED', 'NOT_SELECTED', 'INELIGIBLE'],
  INELIGIBLE: [],
  SELECTED: [],
  NOT_SELECTED: [],
});

/** Writes a statement, or a common table expression, that moves registrations. */
export const moveRegistrations = movesOf('registration', transition);

/** A person's part in one wave. */
export interface Registration {
  participantId: string;
  waveNumber: number;
  status: RegistrationStatus;
  joinedAt: Date;
  /** The draw knows the registration by it: the first half of SHA-256(salt ‖ index of the NIK). */
  entryId: string;
  /** 32 bytes in hexadecimal; null where the id is random. */
  entrySalt: string | null;
  /** Codes of the rules that are not met, as last decided. */
  reasonCodes: readonly string[];
  policyVersion: string;
}
