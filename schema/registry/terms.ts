/** The two classes of personal data in article 4 of UU 27/2022. */
export type PersonalDataClass = 'GENERAL' | 'SPECIFIC';

/** What an owner demands of an organisation that is sent personal data, or answers or takes it. */
export interface DataUseTerms {
  owner: string;
  to: string;
  /** Coordinate, such as `RegistrationSummary.motivation` or `Query.kurOffers(nik:)`. */
  field: string;
  class: PersonalDataClass;
  /** What the data may be used for, in words that the person reads. */
  purpose: string;
  isConsentNeeded: boolean;
  /** ISO dates; they hold from the beginning of `from` to the end of `until`. */
  from: string;
  until: string;
  grantedBy: string;
  approvedBy: string;
  revokedOn?: string;
}
