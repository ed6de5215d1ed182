/** What a list of vacancies is ordered by; vacancies that are alike in it are ordered by their ids, newest first. */
export enum VacancyOrder {
  RELEVANCE = 'RELEVANCE',
  NEWEST = 'NEWEST',
  PAY_DESC = 'PAY_DESC',
}
