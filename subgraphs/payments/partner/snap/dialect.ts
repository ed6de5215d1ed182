import type { ACCOUNT_SERVICES, BULK_CASH_IN, PAYMENTS, STATUS_SERVICES } from './response-codes.data.ts';

type ServiceCode<T> = T[keyof T];

export interface ServicePaths {
  payment: { path: string; service: ServiceCode<typeof PAYMENTS> };
  status: { path: string; service: ServiceCode<typeof STATUS_SERVICES> };
  account: { path: string; service: ServiceCode<typeof ACCOUNT_SERVICES> };
  /** Wallets alone have it. */
  bulk?: { path: string; service: typeof BULK_CASH_IN };
}

/** What differs between one partner's SNAP BI and another's. */
export interface Dialect {
  name: DialectName;
  tokenPath: string;
  paths: ServicePaths;
  /** After so long a call counts as unanswered. */
  timeoutMs: number;
  /** Longer than `timeoutMs`: by then no call is in flight. */
  resendWaitMs: number;
  /**
   * Whether a reference is paid once however often it comes, for longer than the 24 hours in which orders are resolved.
   */
  refusesDuplicates: boolean;
  /** `ORDER` where the partner keys on X-EXTERNAL-ID: the same in each attempt. */
  externalId: 'ATTEMPT' | 'ORDER';
  /** Whether each answer carries X-SIGNATURE over its own body and X-TIMESTAMP. */
  signsAnswers: boolean;
  /** Whether a failure is repeated for its reference, so that one that could be mended needs a new order too. */
  repeatsFailures: boolean;
  /** The place of the holder's NIK in an account inquiry: SNAP BI promises none. */
  nik: 'FIELD' | 'ATTESTATION';
  additionalInfo: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
}

export type DialectName = 'strict' | 'dana' | 'midtrans' | 'durianpay' | 'intrabank' | 'interbank';
