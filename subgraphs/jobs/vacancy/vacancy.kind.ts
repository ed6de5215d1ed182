/** How somebody is employed. */
export enum EmploymentType {
  FULL_TIME = 'FULL_TIME',
  PART_TIME = 'PART_TIME',
  CONTRACT = 'CONTRACT',
  INTERNSHIP = 'INTERNSHIP',
  FREELANCE = 'FREELANCE',
}

/** What helps people with disabilities at a workplace. */
export enum WorkAccessibility {
  WHEELCHAIR = 'WHEELCHAIR',
  SIGN_LANGUAGE = 'SIGN_LANGUAGE',
  SCREEN_READER = 'SCREEN_READER',
  FLEXIBLE_HOURS = 'FLEXIBLE_HOURS',
}
