import type { NikRegionStatus } from '../region/region.service.ts';

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

/**
 * Occupations that the programme is not for.
 * @public its names are those of the graph
 */
export enum Occupation {
  NONE = 'NONE',
  STATE_OFFICIAL = 'STATE_OFFICIAL',
  LEGISLATOR = 'LEGISLATOR',
  CIVIL_SERVANT = 'CIVIL_SERVANT',
  MILITARY = 'MILITARY',
  POLICE = 'POLICE',
  VILLAGE_OFFICIAL = 'VILLAGE_OFFICIAL',
  STATE_COMPANY_EXECUTIVE = 'STATE_COMPANY_EXECUTIVE',
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
  occupation: Occupation;
  isInFormalEducation: boolean;
  motivation: string;
  abilityScore: number;
  abilitySeconds: number;
  phoneConfirmedAt: null;
  emailConfirmedAt: null;
  version: number;
  isSynthetic: boolean;
  regionCode: string;
  interestCodes: string[];
  nikRegionStatus: NikRegionStatus;
}
