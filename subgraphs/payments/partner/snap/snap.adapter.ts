import type { KeyObject } from 'node:crypto';
import { type AccountFacts, type Outcome, type PartnerAdapter, PartnerError, type PayoutOrder } from '../adapter.ts';
import { accountBody, amountOf, type BankFacts, digitsOf, paymentBody, statusBody } from './bodies.ts';
import { type CallResult, decidePayment, decideStatus, outcomeOf, verdictOf } from './classify.ts';
import { SnapClient, type SnapClientOptions } from './client.ts';
import { freshExternalId, orderExternalId } from './external-id.ts';
import { nikProofOf } from './nik-proof.ts';
import type { BULK_CASH_IN } from './response-codes.data.ts';

export interface SnapAdapterOptions extends SnapClientOptions {
  code: string;
  bank: BankFacts;
  /** Keys with which the partner attests whose account it is, where its dialect does. */
  publicKeys: readonly KeyObject[];
  /** Overrides what the dialect says, where the partner is found to pay twice. */
  refusesDuplicates?: boolean | undefined;
  /** The service by which orders are paid, where it is not the dialect's. */
  paidBy?: typeof BULK_CASH_IN;
  random?(bytes: number): Buffer;
}

const NO_ACCOUNT: AccountFacts = { isActive: false, name: '', nikProof: null };
/** Dormant, inactive, and no such account. */
const INACTIVE = /^(403\d\d(09|18)|404\d\d11)$/;

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What stands in an answer must be what was asked: one of another order is not believed. */
const checked = (result: CallResult, order: PayoutOrder, field: string): CallResult => {
  if (!('answer' in result)) return result;
  const { [field]: reference, amount } = result.answer;
  if (reference !== undefined && reference !== order.reference) return { broken: 'OTHER_REFERENCE' };
  if (reference === undefined && result.status === 200) return { broken: 'NO_REFERENCE' };
  const { value } = (amount ?? {}) as { value?: unknown };
  return value !== undefined && value !== amountOf(order.amount).value ? { broken: 'OTHER_AMOUNT' } : result;
};

/** Pays by the SNAP BI services of a wallet (top-up) or a bank (transfer), in the partner's dialect. */
export class SnapAdapter implements PartnerAdapter {
  readonly code: string;
  readonly refusesDuplicates: boolean;
  readonly resendWaitMs: number;
  readonly #client: SnapClient;
  readonly #options: SnapAdapterOptions;

  constructor(options: SnapAdapterOptions) {
    const { code, dialect, refusesDuplicates } = options;
    this.code = code;
    this.refusesDuplicates = (refusesDuplicates ?? true) && dialect.refusesDuplicates;
    this.resendWaitMs = dialect.resendWaitMs;
    this.#client = new SnapClient(options);
    this.#options = options;
  }

  async pay(order: PayoutOrder, signal: AbortSignal): Promise<Outcome> {
    const { dialect, bank } = this.#options;
    const { path, service } = dialect.paths.payment;
    const externalId = dialect.externalId === 'ORDER' ? orderExternalId(order.reference) : this.#fresh();
    const call = { path, service, externalId, body: paymentBody(order, dialect, bank) };
    const result = checked(await this.#client.call(call, signal), order, 'partnerReferenceNo');
    const decision = decidePayment(result);
    if (decision.verdict === 'ASK') {
      const asked = await this.inquire(order, signal);
      return asked.state === 'UNKNOWN' ? { state: 'UNKNOWN', code: decision.code } : asked;
    }
    // A partner that repeats the failure of a reference will not pay it when the deposit is filled again.
    const isRepeated = dialect.repeatsFailures && decision.verdict === 'NOT_NOW' && /^403/.test(decision.code);
    const verdict = isRepeated ? 'FAILED' : decision.verdict;
    return outcomeOf({ ...decision, verdict }, 'answer' in result ? textOf(result.answer.referenceNo) : null);
  }

  async inquire(order: PayoutOrder, signal: AbortSignal): Promise<Outcome> {
    const { dialect, paidBy = dialect.paths.payment.service } = this.#options;
    const { path, service } = dialect.paths.status;
    const body = statusBody(order, paidBy);
    const ask = () => this.#client.call({ path, service, externalId: this.#fresh(), body }, signal);
    let result = await ask();
    // An inquiry moves nothing: with a new token it is asked once more.
    if ('status' in result && result.status === 401) result = await ask();
    result = checked(result, order, 'originalPartnerReferenceNo');
    return outcomeOf(decideStatus(result), 'answer' in result ? textOf(result.answer.originalReferenceNo) : null);
  }

  async inquireAccount(number: string, signal: AbortSignal): Promise<AccountFacts> {
    const account = digitsOf(number);
    const { dialect, bank, publicKeys, now } = this.#options;
    const { path, service } = dialect.paths.account;
    const externalId = this.#fresh();
    const body = accountBody({ account, reference: externalId, at: now() }, dialect, bank);
    const result = await this.#client.call({ path, service, externalId, body }, signal);
    if ('unsent' in result) throw new PartnerError(result.unsent);
    if ('broken' in result) throw new PartnerError(result.broken);
    const { answer, responseCode } = result;
    if (INACTIVE.test(responseCode)) return NO_ACCOUNT;
    const name = textOf(answer.customerName) ?? textOf(answer.beneficiaryAccountName);
    if (verdictOf(responseCode) !== 'PAID' || name === null) throw new PartnerError(responseCode);
    const { customerNumber, beneficiaryAccountNo } = answer;
    if ((customerNumber ?? beneficiaryAccountNo ?? account) !== account) throw new PartnerError('OTHER_ACCOUNT');
    return { isActive: true, name, nikProof: nikProofOf(answer, { dialect, account, publicKeys }) };
  }

  #fresh(): string {
    return freshExternalId(this.#options.random);
  }
}
