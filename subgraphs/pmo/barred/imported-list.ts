/** Lists that are imported. Whoever was revoked is entered by the programme itself, on a list of its own. */
export enum ImportedList {
  SOCIAL_AID = 'SOCIAL_AID',
  STATE_OFFICIALS = 'STATE_OFFICIALS',
  STUDENTS = 'STUDENTS',
}

/** Why a file changes nothing before a second officer has approved it. */
export enum ProposalReason {
  REMOVES_PEOPLE = 'REMOVES_PEOPLE',
  FILE_EMPTY = 'FILE_EMPTY',
  OLDER_THAN_IN_FORCE = 'OLDER_THAN_IN_FORCE',
}

/** Meaning of a file for the people who are not in it. */
export enum ImportMode {
  FULL = 'FULL',
  ADD = 'ADD',
}
