/** A payment as it was asked for. */
export interface AskedPayment {
  reference: string;
  account: string;
  amount: string;
}

type Body = Readonly<Record<string, unknown>>;

const AMOUNT = /^(0|[1-9]\d{0,15})\.\d{2}$/;

/** Why a body is refused: a missing field or a malformed one. */
export type Fault400 = '40001' | '40002';

const textIn = (body: Body, name: string): string | undefined =>
  typeof body[name] === 'string' ? body[name] : undefined;

const rupiahIn = (body: Body): string | undefined => {
  const { value, currency } = (body.amount ?? {}) as Body;
  if (currency !== 'IDR' || typeof value !== 'string' || !AMOUNT.test(value)) return undefined;
  return value.slice(0, -3);
};

/** Reads the body of a payment: of a top-up or of a transfer. */
export const readPayment = (body: Body, isWallet: boolean): AskedPayment | Fault400 => {
  const reference = textIn(body, 'partnerReferenceNo');
  const account = textIn(body, isWallet ? 'customerNumber' : 'beneficiaryAccountNo');
  if (!reference || !account || body.amount === undefined) return '40002';
  if (!isWallet && !textIn(body, 'sourceAccountNo')) return '40002';
  const amount = rupiahIn(body);
  if (reference.length > 64 || !/^\d{4,34}$/.test(account) || amount === undefined || amount === '0') return '40001';
  return { reference, account, amount };
};

const MOST_ITEMS = 1_000;

/** Reads the body of a bulk of top-ups: one item that is wrong refuses all. */
export const readBulk = (body: Body): { bulkId: string; payments: AskedPayment[] } | Fault400 => {
  const bulkId = textIn(body, 'partnerBulkId');
  const { bulkObject } = body;
  if (!bulkId || !Array.isArray(bulkObject) || bulkObject.length === 0) return '40002';
  if (bulkObject.length > MOST_ITEMS || bulkId.length > 64) return '40001';
  const payments: AskedPayment[] = [];
  for (const item of bulkObject as Body[]) {
    const read = readPayment({ ...item, customerNumber: item.accountNumber }, true);
    if (typeof read === 'string') return read;
    payments.push(read);
  }
  return { bulkId, payments };
};

/** Reads whose status is asked. @param services those by which it may have been paid */
export const readStatusQuestion = (body: Body, services: readonly string[]): string | Fault400 => {
  const reference = textIn(body, 'originalPartnerReferenceNo');
  const service = textIn(body, 'serviceCode');
  if (!reference || !service) return '40002';
  return services.includes(service) && reference.length <= 64 ? reference : '40001';
};

/** Reads which account is asked about. */
export const readAccountQuestion = (body: Body, isWallet: boolean): { account: string } | Fault400 => {
  const account = textIn(body, isWallet ? 'customerNumber' : 'beneficiaryAccountNo');
  if (!account || !textIn(body, 'partnerReferenceNo')) return '40002';
  return /^\d{4,34}$/.test(account) ? { account } : '40001';
};
