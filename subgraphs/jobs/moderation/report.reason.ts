/** Why a job seeker reports a vacancy. */
export enum ReportReason {
  FEE_ASKED = 'FEE_ASKED',
  FRAUD = 'FRAUD',
  DISCRIMINATION = 'DISCRIMINATION',
  NOT_AS_DESCRIBED = 'NOT_AS_DESCRIBED',
  OTHER = 'OTHER',
}
