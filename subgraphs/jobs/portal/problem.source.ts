/** Who found a problem of a vacancy. */
export enum ProblemSource {
  SUBMISSION = 'SUBMISSION',
  MODERATION = 'MODERATION',
}
