/** Why a payment file cannot be written, or one of a bank cannot be taken. */
export type PaymentFileCode =
  | 'EMPTY'
  | 'MESSAGE_ID'
  | 'AMOUNT'
  | 'ACCOUNT'
  | 'AGENT'
  | 'NAME'
  | 'END_TO_END_ID'
  | 'REPEATED'
  | 'NOT_XML'
  | 'NOT_TEXT'
  | 'NAMESPACE'
  | 'TOO_LARGE'
  | 'COUNT_DIFFERS'
  | 'CONTROL_SUM'
  | 'MISSING';

/** A payment file is refused as a whole: nothing of it is taken. */
export class PaymentFileError extends Error {
  readonly code: PaymentFileCode;

  constructor(code: PaymentFileCode, message: string) {
    super(message);
    this.code = code;
  }
}
