/**
 * What each answer of a SNAP BI partner means, as data.
 *
 * Sources: the standard's table of response codes (Bank Indonesia, SNAP developer portal: HTTP status, service code,
 * case code), and the public documents of DANA, Midtrans and Durianpay. Where they leave a choice it goes to the side
 * on which nobody is paid twice: a code that is not listed is UNKNOWN.
 */
export type Verdict =
  | 'PAID'
  | 'PENDING'
  /** Nothing was paid, and the partner says the same of this reference for ever. */
  | 'FAILED'
  /** Nothing was paid this time; the same reference may be sent again. */
  | 'NOT_NOW'
  | 'NOT_FOUND'
  /** The partner speaks of an earlier call: what became of it, its status tells. */
  | 'ASK'
  | 'UNKNOWN';

export interface CodeRule {
  status: number;
  /** Two digits, or none for every case of the status. */
  cases?: readonly string[];
  /** Service codes, or none for every service. */
  services?: readonly string[];
  verdict: Verdict;
}

/** Services that move money. */
export const PAYMENTS = { topup: '38', intrabank: '17', interbank: '18' } as const;
/** Many top-ups in one call: accepted together, paid or refused one by one. */
export const BULK_CASH_IN = '40';
export const STATUS_SERVICES = { topup: '39', transfer: '36' } as const;
export const ACCOUNT_SERVICES = { wallet: '37', internal: '15', external: '16' } as const;

const TRANSFERS = [PAYMENTS.intrabank, PAYMENTS.interbank];

/** The first rule that fits decides. */
export const codeRules: readonly CodeRule[] = [
  { status: 200, cases: ['00'], verdict: 'PAID' },
  { status: 202, cases: ['00'], verdict: 'PENDING' },
  // Format, field, mandatory field: refused before anything was done.
  { status: 400, cases: ['00', '01', '02'], verdict: 'FAILED' },
  // Authentication, token, customer token: refused before anything was done; a new token mends it.
  { status: 401, cases: ['00', '01', '02', '03', '04'], verdict: 'NOT_NOW' },
  // Our deposit lacks funds.
  { status: 403, cases: ['14'], verdict: 'NOT_NOW' },
  // Amount limit, fraud, do not honour, dormant, inactive, limits of the account.
  { status: 403, cases: ['02', '03', '05', '09', '18', '20', '23'], verdict: 'FAILED' },
  { status: 404, cases: ['01'], services: Object.values(STATUS_SERVICES), verdict: 'NOT_FOUND' },
  { status: 404, cases: ['11'], verdict: 'FAILED' },
  // Inconsistent request: the list of transfers counts it as success, that of top-ups has it nowhere.
  { status: 404, cases: ['18'], services: TRANSFERS, verdict: 'ASK' },
  { status: 404, cases: ['18'], verdict: 'UNKNOWN' },
  // X-EXTERNAL-ID was used today: by a call of which this answer says nothing.
  { status: 409, cases: ['00'], verdict: 'UNKNOWN' },
  // partnerReferenceNo has succeeded already.
  { status: 409, cases: ['01'], verdict: 'ASK' },
  { status: 429, cases: ['00'], verdict: 'NOT_NOW' },
  { status: 500, verdict: 'UNKNOWN' },
  { status: 504, verdict: 'UNKNOWN' },
];

/** latestTransactionStatus of a status inquiry. 04 is refunded, 05 cancelled, 06 failed: the money is with us. */
export const statusRules: Readonly<Record<string, Verdict>> = {
  '00': 'PAID',
  '01': 'PENDING',
  '02': 'PENDING',
  '03': 'PENDING',
  '04': 'FAILED',
  '05': 'FAILED',
  '06': 'FAILED',
  '07': 'NOT_FOUND',
};
