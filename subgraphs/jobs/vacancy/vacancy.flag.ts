/** Why moderation holds a vacancy back. */
export enum FlagKind {
  FEE = 'FEE',
  DISCRIMINATION = 'DISCRIMINATION',
  BELOW_MINIMUM_WAGE = 'BELOW_MINIMUM_WAGE',
  REPORTED = 'REPORTED',
  REJECTED_BEFORE = 'REJECTED_BEFORE',
}

/** What was found, with the words that say it. */
export interface Flag {
  kind: FlagKind;
  words: string;
}
