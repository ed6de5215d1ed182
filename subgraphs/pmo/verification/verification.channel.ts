/** Where a confirmation code is sent. */
export enum VerificationChannel {
  PHONE = 'PHONE',
  EMAIL = 'EMAIL',
}
