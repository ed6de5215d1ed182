/** The channel by which a confirmation code is sent. */
export enum VerificationChannel {
  PHONE = 'PHONE',
  EMAIL = 'EMAIL',
}
