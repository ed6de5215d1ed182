export enum RegistrationStatus {
  JOINED = 'JOINED',
  ELIGIBLE = 'ELIGIBLE',
  INELIGIBLE = 'INELIGIBLE',
  SELECTED = 'SELECTED',
  NOT_SELECTED = 'NOT_SELECTED',
}

/** A person's part in one wave. */
export interface Registration {
  participantId: string;
  waveNumber: number;
  status: RegistrationStatus;
  joinedAt: Date;
  /** Random; the draw knows the registration by it. */
  entryId: string;
  /** Codes of the rules that are not met, as last decided. */
  reasonCodes: readonly string[];
  policyVersion: string;
}
