import type { Caller } from '../../subgraphs/kit/caller.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { type BadCall, callsOf, NOBODY } from './bad-call.ts';
import { asOfficer, asPlatform, asSelf, platformCaller, type Seat } from './purchases.ts';
import { callerOf } from './subgraph.ts';

/** A reserved seat with the code that its person was sent. */
export interface CodedSeat extends Seat {
  code: string;
}

/** What the calls speak of. */
export interface BadPaymentRows {
  /** Seats whose codes are good. */
  open: CodedSeat;
  paid: CodedSeat;
  captured: CodedSeat;
  released: CodedSeat;
  dear: CodedSeat;
  frozen: CodedSeat;
  ended: CodedSeat;
  poor: CodedSeat;
  /** Seats whose code ran out, and whose five tries are spent. */
  late: CodedSeat;
  guessed: CodedSeat;
  /** Without a code; ten were sent of `flooded`. */
  silent: Seat;
  flooded: Seat;
  expired: string;
  altered: string;
  forged: string;
  unsigned: string;
  free: string;
  owing: string;
  /** The number that a paid purchase has. */
  invoice: string;
  /** People by what is wrong with their account. */
  wallets: Record<'none' | 'other' | 'inactive' | 'unproven' | 'unattested' | 'silent' | 'cooling', string>;
  takenNumber: string;
  batches: Record<'pending' | 'altered' | 'rejected', string>;
  /** A payout that is due. */
  payout: string;
  maker: Caller;
}

const wrongCode = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const purchases = (rows: BadPaymentRows): BadCall[] => {
  const { open, paid, silent } = rows;
  const pay = (seat: Seat, code = '123456', changes: object = {}) => ({
    token: seat.token,
    code,
    invoice: uuidv7(),
    ...changes,
  });
  const of = (seat: CodedSeat) => pay(seat, seat.code);
  const withToken = (token: string) => ({ ...pay(open, open.code), token });
  return [
    ...callsOf('authorizePurchase', asPlatform, [
      ['an expired token', withToken(rows.expired), 'TOKEN_EXPIRED token'],
      ['an altered token', withToken(rows.altered), 'TOKEN_INVALID token'],
      ['a token that another key signed', withToken(rows.forged), 'TOKEN_INVALID token'],
      ['a token without a signature', withToken(rows.unsigned), 'TOKEN_INVALID token'],
      ['a text for a token', withToken('token'), 'TOKEN_INVALID token'],
      ['a token of 100,000 characters', withToken('a'.repeat(100_000)), 'TOKEN_INVALID token'],
      ['an amount of 0', withToken(rows.free), 'TOKEN_INVALID token'],
      ['a negative amount', withToken(rows.owing), 'TOKEN_INVALID token'],
      ['a wrong code', pay(open, wrongCode(open.code)), 'CODE_WRONG code'],
      ['a code of 5 digits', pay(open, '12345'), 'CODE_MALFORMED code'],
      ['a code of letters', pay(open, 'kodeku'), 'CODE_MALFORMED code'],
      ['a code that ran out', of(rows.late), 'CODE_EXPIRED code'],
      ['a code after five wrong ones', of(rows.guessed), 'CODE_TRIES_SPENT code'],
      ['a code that was never sent', pay(silent), 'CODE_NOT_REQUESTED code'],
      ["another seat's code", pay(silent, open.code), 'CODE_NOT_REQUESTED code'],
      ['a code used twice, for another invoice', of(paid), 'CODE_USED code'],
      ['no invoice', { ...of(open), invoice: ' ' }, 'INVOICE_LENGTH invoice'],
      ['an invoice of 65 characters', { ...of(open), invoice: 'I'.repeat(65) }, 'INVOICE_LENGTH invoice'],
      ['the invoice of another purchase', { ...of(open), invoice: rows.invoice }, 'INVOICE_USED invoice'],
      ['more than the balance', of(rows.dear), 'BALANCE_INSUFFICIENT'],
      ['nobody with a balance', of(rows.poor), 'BALANCE_UNKNOWN'],
      ['somebody who is on a list', of(rows.frozen), 'BALANCE_FROZEN'],
      ['a balance after its last day', of(rows.ended), 'BALANCE_EXPIRED'],
      ['a seat that was released', of(rows.released), 'SEAT_RELEASED token'],
    ]),
    ...callsOf('authorizePurchase', platformCaller(NOBODY), [
      ["another platform's seat", of(open), 'TOKEN_OF_ANOTHER token'],
    ]),
    ...callsOf('authorizePurchase', asSelf(NOBODY), [["another person's seat", of(open), 'TOKEN_OF_ANOTHER token']]),
    ...callsOf('authorizePurchase', asOfficer, [['an officer who pays', of(open), 'FORBIDDEN']]),
  ];
};

const aboutSeats = (rows: BadPaymentRows): BadCall[] => {
  const { open, paid } = rows;
  return [
    ...callsOf('requestPurchaseCode', asSelf(rows.flooded.participant), [
      ['an eleventh code of a day', { token: rows.flooded.token }, 'TOO_MANY_CODES token'],
      ["a code for another's seat", { token: open.token }, 'TOKEN_OF_ANOTHER token'],
    ]),
    ...callsOf('requestPurchaseCode', asSelf(paid.participant), [
      ['a code for a seat that is paid', { token: paid.token }, 'ALREADY_PAID token'],
    ]),
    ...callsOf('requestPurchaseCode', asPlatform, [
      ['a platform that asks for a code', { token: open.token }, 'FORBIDDEN'],
    ]),
    ...callsOf('voidPurchase', asPlatform, [
      ['undoing no purchase', { id: NOBODY, reason: 'Salah beli.' }, 'PURCHASE_UNKNOWN id'],
      ['undoing a text', { id: 'purchase', reason: 'Salah beli.' }, 'PURCHASE_UNKNOWN id'],
      ['undoing without a reason', { id: paid.enrollment, reason: ' ' }, 'REASON_MALFORMED reason'],
      [
        'undoing a course that began',
        { id: rows.captured.enrollment, reason: 'Salah beli.' },
        'PURCHASE_NOT_VOIDABLE id',
      ],
    ]),
    ...callsOf('voidPurchase', platformCaller(NOBODY), [
      ["undoing another platform's sale", { id: paid.enrollment, reason: 'Salah beli.' }, 'PURCHASE_UNKNOWN id'],
    ]),
    ...callsOf('voidPurchase', asSelf(paid.participant), [
      ['undoing by the person', { id: paid.enrollment, reason: 'Salah beli.' }, 'FORBIDDEN'],
    ]),
  ];
};

const wallets = ({ wallets: people, takenNumber }: BadPaymentRows): BadCall[] => {
  const link = (partner: string, number: string, idempotencyKey = uuidv7()) => ({
    input: { partner, number },
    idempotencyKey,
  });
  const verify = (who: keyof typeof people, what: string, code: string) =>
    callsOf('verifyWallet', asSelf(people[who]), [[what, {}, code]]);
  return [
    ...callsOf('linkWallet', asSelf(people.none), [
      ['a partner that is none', link('jago', '1234567890'), 'PARTNER_UNKNOWN input.partner'],
      ['an account of 9 digits', link('bni', '123456789'), 'NUMBER_MALFORMED input.number'],
      ['a mobile number for a bank', link('bca', '081234567890'), 'NUMBER_MALFORMED input.number'],
      ['a number of another country', link('dana', '+60123456789'), 'NUMBER_MALFORMED input.number'],
      ["another's wallet", link('dana', takenNumber), 'WALLET_OF_ANOTHER input.number'],
      ['a key of 3 characters', link('bni', '1234567890', 'key'), 'IDEMPOTENCY_KEY_MALFORMED idempotencyKey'],
    ]),
    ...callsOf('linkWallet', asSelf(people.cooling), [
      ['a third account within 7 days', link('bni', '1234567890'), 'WALLET_COOLING'],
    ]),
    ...callsOf('linkWallet', asOfficer, [['an officer who links', link('bni', '1234567890'), 'FORBIDDEN']]),
    ...verify('none', 'no account', 'WALLET_MISSING'),
    ...verify('other', "an account with another's NIK", 'NIK_MISMATCH'),
    ...verify('inactive', 'an account that is closed', 'WALLET_INACTIVE'),
    ...verify('unproven', 'an account whose NIK nobody proves', 'NIK_UNPROVEN'),
    ...verify('unattested', 'an account of somebody whom pmo has not attested', 'NIK_UNATTESTED'),
    ...verify('silent', 'an account whose partner is silent', 'PARTNER_UNAVAILABLE'),
  ];
};

const payouts = ({ batches, payout, maker }: BadPaymentRows): BadCall[] => {
  const key = { idempotencyKey: uuidv7() };
  const say = (disbursement: string, evidence = 'Rekening koran.') => ({ disbursement, outcome: 'PAID', evidence });
  return [
    ...callsOf('createDisbursementBatch', maker, [
      ['payouts of wave 0', { filter: { wave: 0 }, ...key }, 'BATCH_FILTER_MALFORMED filter'],
      ['payouts of a partner with spaces', { filter: { partner: 'B C A' }, ...key }, 'BATCH_FILTER_MALFORMED filter'],
      ['payouts of a wave that has none', { filter: { wave: 9_999 }, ...key }, 'BATCH_EMPTY filter'],
    ]),
    ...callsOf('createDisbursementBatch', asOfficer, [['a batch of a reader', { filter: {}, ...key }, 'FORBIDDEN']]),
    ...callsOf('approveDisbursementBatch', maker, [
      ['a batch approved by its creator', { id: batches.pending }, 'BATCH_SELF_APPROVAL'],
      ['a batch that is none', { id: NOBODY }, 'BATCH_UNKNOWN id'],
    ]),
    ...callsOf('approveDisbursementBatch', callerOf('checker', 'payout:approve'), [
      ['a batch with an altered item', { id: batches.altered }, 'BATCH_ALTERED'],
      ['a batch that was rejected', { id: batches.rejected }, 'BATCH_TRANSITION_ILLEGAL'],
    ]),
    ...callsOf('rejectDisbursementBatch', maker, [
      ['a rejection without a reason', { id: batches.pending, reason: ' ' }, 'BATCH_REASON_MALFORMED reason'],
      ['a rejection of a text', { id: 'batch', reason: 'Salah.' }, 'BATCH_UNKNOWN id'],
    ]),
    ...callsOf('resolveSuspect', maker, [
      ['a payout that is none', say(NOBODY), 'DISBURSEMENT_UNKNOWN disbursement'],
      ['a payout that was never ordered', say(payout), 'DISBURSEMENT_UNKNOWN disbursement'],
      ['a verdict without evidence', say(payout, ' '), 'EVIDENCE_MALFORMED evidence'],
    ]),
    ...callsOf('pausePayouts', maker, [
      ['a pause of no partner', { partner: 'jago' }, 'PAYMENT_PARTNER_UNKNOWN partner'],
    ]),
    ...callsOf('resumePayouts', asOfficer, [['a reader who resumes', { partner: 'bni' }, 'FORBIDDEN']]),
    ...callsOf('limitPayouts', maker, [
      ['no order a second', { partner: 'bni', perSecond: 0 }, 'PARTNER_LIMITS_OUT_OF_RANGE input'],
      ['no rupiah a day', { partner: 'bni', dailyLimit: 0 }, 'PARTNER_LIMITS_OUT_OF_RANGE input'],
    ]),
  ];
};

const office = (yesterday: string, tomorrow: string): BadCall[] => {
  const treasurer = callerOf('treasurer-1', 'budget:carry-over reconciliation:decide');
  const file = { partner: 'bni', file: 'bni.csv', sha256: 'a'.repeat(64), date: yesterday, format: 'CSV' };
  const send = (changes: object) => ({ input: { ...file, ...changes }, idempotencyKey: uuidv7() });
  const said = { difference: NOBODY, resolution: 'KEEP_LEDGER', evidence: 'Dikonfirmasi.' };
  return [
    ...callsOf('importSettlementFile', treasurer, [
      ['a file of no partner', send({ partner: 'jago' }), 'PARTNER_UNKNOWN input.partner'],
      ['a file of tomorrow', send({ date: tomorrow }), 'SETTLEMENT_DATE_INVALID input.date'],
      ['a file with half a hash', send({ sha256: 'abc' }), 'SHA256_MALFORMED input.sha256'],
      ['a file elsewhere', send({ file: '../../etc/passwd' }), 'SETTLEMENT_FILE_UNKNOWN input.file'],
    ]),
    ...callsOf('importSettlementFile', asOfficer, [['a file of a reader', send({}), 'FORBIDDEN']]),
    ...callsOf('proposeDifferenceResolution', treasurer, [
      ['a difference that is none', { input: said }, 'DIFFERENCE_UNKNOWN'],
    ]),
  ];
};

/** Calls about money that are refused, each with its code and path. */
export const badPayments = (rows: BadPaymentRows, now: Date): BadCall[] => {
  const day = (offset: number) => new Date(now.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
  return [...purchases(rows), ...aboutSeats(rows), ...wallets(rows), ...payouts(rows), ...office(day(-2), day(2))];
};
