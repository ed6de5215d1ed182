/** What a portal may use a person's data for. */
export enum ConsentPurpose {
  JOB_MATCHING = 'JOB_MATCHING',
  INVITATION = 'INVITATION',
  STATISTICS = 'STATISTICS',
}
