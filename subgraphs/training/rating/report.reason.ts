/** What is wrong with a review. */
export enum ReportReason {
  INSULT = 'INSULT',
  PERSONAL_DATA = 'PERSONAL_DATA',
  ADVERTISING = 'ADVERTISING',
  UNTRUE = 'UNTRUE',
  OTHER = 'OTHER',
}
