/** The layers of an assessment, in their order. */
export enum AssessmentLayer {
  PLATFORM = 'PLATFORM',
  PMO = 'PMO',
  ASSESSOR = 'ASSESSOR',
}

/** What was decided about a course or a version of it. */
export enum DecisionOutcome {
  APPROVED = 'APPROVED',
  SENT_BACK = 'SENT_BACK',
  WATCHED = 'WATCHED',
  SUSPENDED = 'SUSPENDED',
  RESUMED = 'RESUMED',
  DELISTED = 'DELISTED',
}

/** A figure by which a course came under watch. */
export enum MonitoringFigure {
  COMPLETION = 'COMPLETION',
  RATING = 'RATING',
  COMPLAINTS = 'COMPLAINTS',
}

/** What a complaint is about. */
export enum ReportCategory {
  NOT_AS_DESCRIBED = 'NOT_AS_DESCRIBED',
  NOT_TAUGHT = 'NOT_TAUGHT',
  POOR_QUALITY = 'POOR_QUALITY',
  EXTRA_CHARGE = 'EXTRA_CHARGE',
  FALSE_ATTENDANCE = 'FALSE_ATTENDANCE',
  MISCONDUCT = 'MISCONDUCT',
  OTHER = 'OTHER',
}

/** How an indicator was scored. */
export interface Score {
  indicator: string;
  /** 1 to 5. */
  score: number;
  comment: string | null;
}

/** What is to be mended before a course is handed in again. */
export interface Mend {
  indicator: string;
  what: string;
}

/** A figure that has passed its threshold. */
export interface Ground {
  figure: MonitoringFigure;
  value: number;
  threshold: number;
}

/** Which side of a course a party is on. */
export type Side = 'OWNER' | 'ASSESSOR' | 'MONITOR';
