/** Why a recipient is paid. */
export enum Entitlement {
  INCENTIVE = 'INCENTIVE',
  SURVEY = 'SURVEY',
}
