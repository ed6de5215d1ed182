import type { Dialect, DialectName } from './dialect.ts';

/** The standard as Bank Indonesia publishes it; that answers are signed is agreed with the partner. */
const strict: Dialect = {
  name: 'strict',
  tokenPath: '/v1.0/access-token/b2b',
  paths: {
    payment: { path: '/v1.0/emoney/topup', service: '38' },
    status: { path: '/v1.0/emoney/topup-status', service: '39' },
    account: { path: '/v1.0/emoney/account-inquiry', service: '37' },
    bulk: { path: '/v1.0/emoney/bulk-cashin-payment', service: '40' },
  },
  timeoutMs: 10_000,
  resendWaitMs: 30_000,
  refusesDuplicates: true,
  externalId: 'ATTEMPT',
  signsAnswers: true,
  repeatsFailures: false,
  nik: 'FIELD',
  additionalInfo: {},
  headers: {},
};

/** DANA: 8 s, the answer of a success or failure is repeated for its reference, paths end in .htm. */
const dana: Dialect = {
  ...strict,
  name: 'dana',
  tokenPath: '/v1.0/access-token/b2b.htm',
  paths: {
    payment: { path: '/v1.0/emoney/topup.htm', service: '38' },
    status: { path: '/v1.0/emoney/topup-status.htm', service: '39' },
    account: { path: '/v1.0/emoney/account-inquiry.htm', service: '37' },
    bulk: { path: '/v1.0/emoney/bulk-cashin-payment.htm', service: '40' },
  },
  timeoutMs: 8_000,
  resendWaitMs: 20_000,
  signsAnswers: false,
  repeatsFailures: true,
  additionalInfo: { fundType: 'AGENT_TOPUP_FOR_USER_SETTLE' },
};

/** Midtrans: forgets references after two months, and wants a device. The NIK comes as a signed attestation. */
const midtrans: Dialect = {
  ...strict,
  name: 'midtrans',
  signsAnswers: false,
  nik: 'ATTESTATION',
  headers: { 'x-device-id': 'prakerja-payments' },
};

/** Durianpay: X-EXTERNAL-ID is the key, for a day only; later it would pay a reference again. NIKs are attested. */
const durianpay: Dialect = {
  ...strict,
  name: 'durianpay',
  refusesDuplicates: false,
  externalId: 'ORDER',
  signsAnswers: false,
  nik: 'ATTESTATION',
};

const bank = { ...strict, signsAnswers: false, nik: 'ATTESTATION' } as const;

const intrabank: Dialect = {
  ...bank,
  name: 'intrabank',
  paths: {
    payment: { path: '/v1.0/transfer-intrabank', service: '17' },
    status: { path: '/v1.0/transfer/status', service: '36' },
    account: { path: '/v1.0/account-inquiry-internal', service: '15' },
  },
};

const interbank: Dialect = {
  ...bank,
  name: 'interbank',
  paths: {
    payment: { path: '/v1.0/transfer-interbank', service: '18' },
    status: { path: '/v1.0/transfer/status', service: '36' },
    account: { path: '/v1.0/account-inquiry-external', service: '16' },
  },
};

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  strict,
  dana,
  midtrans,
  durianpay,
  intrabank,
  interbank,
};
