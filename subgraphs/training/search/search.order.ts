/** What a list of courses is ordered by; courses that are alike in it are ordered by their ids, newest first. */
export enum CourseOrder {
  RELEVANCE = 'RELEVANCE',
  NEWEST = 'NEWEST',
  PRICE_ASC = 'PRICE_ASC',
  PRICE_DESC = 'PRICE_DESC',
  RATING = 'RATING',
  STARTS_SOON = 'STARTS_SOON',
}
