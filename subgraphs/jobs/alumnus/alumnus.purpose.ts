/** Why a portal looks for alumni; each person reads it in their own log. */
export enum AlumniPurpose {
  VACANCY = 'VACANCY',
  TALENT_POOL = 'TALENT_POOL',
}
