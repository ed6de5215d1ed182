/** Lists that are imported. Whoever was revoked is entered by the programme itself, on a list of its own. */
export enum ImportedList {
  SOCIAL_AID = 'SOCIAL_AID',
  STATE_OFFICIALS = 'STATE_OFFICIALS',
  STUDENTS = 'STUDENTS',
}

/** Meaning of a file for the people who are not in it. */
export enum ImportMode {
  FULL = 'FULL',
  ADD = 'ADD',
}
