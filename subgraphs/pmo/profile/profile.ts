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
 * Occupations that the programme is not for, and NONE for all others.
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

/**
 * Whether the birth date in a NIK is the stated one.
 * @public its names are those of the graph
 */
export enum NikBirthDateStatus {
  AGREES = 'AGREES',
  DISAGREES = 'DISAGREES',
}

/** What a person does for a living. */
export enum WorkStatus {
  JOB_SEEKER = 'JOB_SEEKER',
  LAID_OFF = 'LAID_OFF',
  FURLOUGHED = 'FURLOUGHED',
  WORKER = 'WORKER',
  ENTREPRENEUR = 'ENTREPRENEUR',
}

/** What a person states of themselves, as it was typed. */
export interface ProfileInput {
  nik: string;
  kk: string;
  name: string;
  birthDate: string;
  phone: string;
  email: string;
  /** Code of the regency or city where the person lives. */
  region: string;
  education: Education;
  workStatus: WorkStatus;
  occupation: Occupation;
  isInFormalEducation: boolean;
  motivation: string;
  abilityTest: { score: number; seconds: number };
  /** Codes of skills. */
  interests: string[];
}
