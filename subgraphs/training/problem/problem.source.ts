/** Who found a problem of a course. */
export enum ProblemSource {
  SUBMISSION = 'SUBMISSION',
  CURATION = 'CURATION',
}
