import type { SimulatedDialect } from './partners.data.ts';

/** What a dialect does, from the partners' public documents; written apart from what payments knows of them. */
export interface Rules {
  suffix: '' | '.htm';
  kind: 'WALLET' | 'INTRABANK' | 'INTERBANK';
  /** What a reference brings that was paid already. */
  onPaidAgain: 'REFUSE' | 'REPEAT' | 'PAY';
  /** What a reference brings that failed. */
  onFailedAgain: 'TRY' | 'REPEAT_AS_500';
  /** What an X-EXTERNAL-ID of today brings. */
  onExternalIdAgain: 'REFUSE' | 'REPEAT';
  /** After so many days a reference is not known any more. */
  forgetsAfterDays: number;
  /** What a status inquiry says of a reference that it does not know. */
  notFound: 'CODE_404' | 'STATUS_07';
  signsAnswers: boolean;
  /** The place of the holder's NIK: a field, or a text under the partner's own signature. */
  nik: 'FIELD' | 'ATTESTATION';
  /** What its settlement files are written as. */
  settlement: 'CSV' | 'MT940' | 'CAMT053';
  /** Rupiah for each payment. */
  fee: number;
}

const strict: Rules = {
  suffix: '',
  kind: 'WALLET',
  onPaidAgain: 'REFUSE',
  onFailedAgain: 'TRY',
  onExternalIdAgain: 'REFUSE',
  forgetsAfterDays: 3_650,
  notFound: 'CODE_404',
  signsAnswers: true,
  nik: 'FIELD',
  settlement: 'CSV',
  fee: 1_000,
};

const bank: Rules = { ...strict, signsAnswers: false, nik: 'ATTESTATION', fee: 2_500 };

export const rules: Readonly<Record<SimulatedDialect, Rules>> = {
  strict,
  dana: {
    ...strict,
    suffix: '.htm',
    onPaidAgain: 'REPEAT',
    onFailedAgain: 'REPEAT_AS_500',
    notFound: 'STATUS_07',
    signsAnswers: false,
  },
  midtrans: {
    ...strict,
    onPaidAgain: 'REPEAT',
    onExternalIdAgain: 'REPEAT',
    forgetsAfterDays: 60,
    signsAnswers: false,
    nik: 'ATTESTATION',
  },
  durianpay: {
    ...strict,
    onPaidAgain: 'PAY',
    onExternalIdAgain: 'REPEAT',
    signsAnswers: false,
    nik: 'ATTESTATION',
  },
  intrabank: { ...bank, kind: 'INTRABANK', settlement: 'MT940' },
  interbank: { ...bank, kind: 'INTERBANK', settlement: 'CAMT053' },
};

export type Action = 'PAY' | 'BULK' | 'STATUS' | 'ACCOUNT';

const paths: Readonly<Record<Rules['kind'], Readonly<Record<string, [Action, string]>>>> = {
  WALLET: {
    '/v1.0/emoney/topup': ['PAY', '38'],
    '/v1.0/emoney/bulk-cashin-payment': ['BULK', '40'],
    '/v1.0/emoney/topup-status': ['STATUS', '39'],
    '/v1.0/emoney/account-inquiry': ['ACCOUNT', '37'],
  },
  INTRABANK: {
    '/v1.0/transfer-intrabank': ['PAY', '17'],
    '/v1.0/transfer/status': ['STATUS', '36'],
    '/v1.0/account-inquiry-internal': ['ACCOUNT', '15'],
  },
  INTERBANK: {
    '/v1.0/transfer-interbank': ['PAY', '18'],
    '/v1.0/transfer/status': ['STATUS', '36'],
    '/v1.0/account-inquiry-external': ['ACCOUNT', '16'],
  },
};

export const TOKEN_PATH = '/v1.0/access-token/b2b';

/** Returns what a path asks of a partner, and the code of that service; undefined for a path that it does not have. */
export const actionOf = ({ kind, suffix }: Rules, path: string): [Action, string] | undefined => {
  if (!path.endsWith(suffix)) return undefined;
  const bare = path.slice(0, path.length - suffix.length);
  return Object.hasOwn(paths[kind], bare) ? paths[kind][bare] : undefined;
};
