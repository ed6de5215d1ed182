/**
 * Highest education that was finished.
 * @public its names are those of the graph
 */
export enum Education {
  NONE = 'NONE',
  PRIMARY = 'PRIMARY',
  JUNIOR_SECONDARY = 'JUNIOR_SECONDARY',
  SENIOR_SECONDARY = 'SENIOR_SECONDARY',
  VOCATIONAL = 'VOCATIONAL',
  DIPLOMA = 'DIPLOMA',
  BACHELOR = 'BACHELOR',
  POSTGRADUATE = 'POSTGRADUATE',
}

export enum ParticipantStatus {
  REGISTERED = 'REGISTERED',
  VERIFIED = 'VERIFIED',
  APPLICANT = 'APPLICANT',
  RECIPIENT = 'RECIPIENT',
  ACTIVE = 'ACTIVE',
  ALUMNI = 'ALUMNI',
  REVOKED = 'REVOKED',
  BARRED = 'BARRED',
}

export enum WorkStatus {
  JOB_SEEKER = 'JOB_SEEKER',
  LAID_OFF = 'LAID_OFF',
  FURLOUGHED = 'FURLOUGHED',
  WORKER = 'WORKER',
  ENTREPRENEUR = 'ENTREPRENEUR',
}

/** A participant as a registration makes one. */
export interface NewParticipant {
  id: string;
  status: ParticipantStatus;
  name: string;
  workStatus: WorkStatus;
  registeredAt: Date;
  education: Education;
  motivation: string;
  phoneConfirmedAt: null;
  emailConfirmedAt: null;
  version: number;
  isSynthetic: boolean;
  regionCode: string;
  interestCodes: string[];
}
