import { createSign, type KeyObject } from 'node:crypto';
import type { Account, PutAccount } from './accounts.ts';
import type { Books, Movement } from './books.ts';
import { answer, type Effect } from './effect.ts';
import { type Fault, faultOf, type Switches, switches } from './faults.ts';
import { type AskedPayment, readAccountQuestion, readBulk, readPayment, readStatusQuestion } from './requests.ts';
import type { Action, Rules } from './rules.data.ts';

export interface PartnerOptions {
  code: string;
  rules: Rules;
  clientId: string;
  /** Signs answers. */
  clientSecret: string;
  /** While it is rotated: what requests may be signed by, too. */
  otherClientSecret?: string | undefined;
  /** Key of who may ask for tokens. */
  clientKey: KeyObject;
  /** The payer's key before it or after it. */
  otherClientKey?: KeyObject | undefined;
  /** Key with which this partner attests whose account it is. */
  attestationKey: KeyObject | null;
  books: Books;
  /** The time of the programme; that of the machine unless it is a sandbox's. */
  clock?: () => Date;
}

/** The values of the payer's secret that are good. */
export const secretsOf = ({ clientSecret, otherClientSecret }: PartnerOptions): readonly string[] =>
  [clientSecret, otherClientSecret].filter((secret) => secret !== undefined);

/** The payer's keys that are good. */
export const payerKeysOf = ({ clientKey, otherClientKey }: PartnerOptions): readonly KeyObject[] =>
  [clientKey, otherClientKey].filter((key) => key !== undefined);

interface Order extends AskedPayment {
  state: 'PAID' | 'PENDING' | 'FAILED' | 'RETURNED';
  referenceNo: string;
  at: number;
  /** Its status is 07 before. */
  visibleFrom: number;
  refusal: string;
}

const DAY_MS = 86_400_000;

type Body = Readonly<Record<string, unknown>>;

/** What a fault makes of an answer. @param paid the answer that would have been given */
const answerOf = (kind: string, paid: Effect | undefined): Effect => {
  switch (kind) {
    case 'DROPPED_PAID':
      return { kind: 'DROP' };
    case 'ANSWERED_TWICE':
      return paid?.kind === 'ANSWER' ? { ...paid, isTwice: true } : { kind: 'DROP' };
    case 'WRONG_SIGNATURE_PAID':
      return paid?.kind === 'ANSWER' ? { ...paid, isForged: true } : { kind: 'DROP' };
    case 'OTHER_REFERENCE_PAID':
      return answer('20000', { partnerReferenceNo: 'another-one', referenceNo: 'R0' });
    case 'ERROR_500_PAID':
    case 'ERROR_500_UNPAID':
      return answer('50000');
    case 'ERROR_504_PAID':
      return answer('50400');
    case 'GARBAGE_PAID':
    case 'GARBAGE_UNPAID':
      return { kind: 'TEXT', status: 200, text: '<html><body>Service temporarily unavailable</body></html>' };
    case 'CONFLICT_409_00':
      return answer('40900');
    case 'CONFLICT_409_01_PAID':
      return answer('40901');
    case 'INCONSISTENT_404_18_PAID':
    case 'INCONSISTENT_404_18_UNPAID':
      return answer('40418');
    default:
      return { kind: 'SILENT' };
  }
};

/** One bank or wallet: its accounts, its orders, and what goes wrong at it. */
export class SimulatedPartner {
  readonly options: PartnerOptions;
  readonly accounts = new Map<string, Account>();
  switches: Switches = switches.parse({});
  readonly #orders = new Map<string, Order>();
  readonly #arrivals = new Map<string, number>();
  /** What was answered to an X-EXTERNAL-ID, by day. */
  #external = { day: -1, effects: new Map<string, Effect | null>() };
  #serial = 0;

  constructor(options: PartnerOptions) {
    this.options = options;
  }

  now(): number {
    return (
      (this.options.clock?.().getTime() ?? Date.now()) + this.switches.clockSkewMs + this.switches.daysPassed * DAY_MS
    );
  }

  /** Keeps what is known of an account; the last word counts. */
  know({ account, isActive, name, nikProof, refusal }: PutAccount): void {
    this.accounts.set(account, { isActive, name, nikProof, ...(refusal !== undefined && { refusal }) });
  }

  /** Takes over a movement that stands in the books since before this process. */
  restore({ at, reference, account, amount, kind }: Movement): void {
    const order = this.#keep({ reference, account, amount }, kind === 'RETURN' ? 'RETURNED' : 'PAID');
    order.at = Date.parse(at);
  }

  /** Pays a transfer of a payment file. @returns undefined, or status and case of why not */
  payFromFile(payment: AskedPayment): string | undefined {
    const effect = this.#pay(payment);
    return effect.kind === 'ANSWER' && effect.code !== '20000' ? effect.code : undefined;
  }

  /** Takes back a payment that its receiver could not keep. @returns whether there was one */
  giveBack(reference: string): boolean {
    const order = this.#orders.get(reference);
    if (order?.state !== 'PAID') return false;
    const { account, amount } = order;
    this.options.books.giveBack({ partner: this.options.code, reference, account, amount }, this.now());
    order.state = 'RETURNED';
    return true;
  }

  /** Does what a verified request asks for. */
  handle(action: Action, externalId: string, body: Body): Effect {
    if (action === 'STATUS') return this.#guarded(externalId, () => this.#status(body));
    if (action === 'ACCOUNT') return this.#guarded(externalId, () => this.#account(body));
    if (action === 'BULK') return this.#guarded(externalId, () => this.#bulk(body));
    const payment = readPayment(body, this.#isWallet);
    if (typeof payment === 'string') return answer(payment);
    const fault = this.#arrive(payment.reference);
    if (fault?.kind === 'LATE') {
      setTimeout(() => this.#guarded(externalId, () => this.#pay(payment)), fault.ms).unref();
      return { kind: 'SILENT' };
    }
    return this.#guarded(externalId, () => this.#strike(payment, fault));
  }

  /** Counts the arrivals of a reference. @returns the fault that strikes this one */
  #arrive(reference: string): Fault | undefined {
    const arrival = (this.#arrivals.get(reference) ?? 0) + 1;
    this.#arrivals.set(reference, arrival);
    return faultOf(this.switches, reference, arrival);
  }

  /** Takes a bulk of top-ups: what becomes of each, its status tells. A fault of the bulk strikes its answer. */
  #bulk(body: Body): Effect {
    const bulk = readBulk(body);
    if (typeof bulk === 'string') return answer(bulk);
    const { bulkId, payments } = bulk;
    const { kind = '' } = this.#arrive(bulkId) ?? {};
    if (/_UNPAID$/.test(kind)) return answerOf(kind, undefined);
    for (const payment of payments) {
      const fault = this.#arrive(payment.reference);
      if (fault?.kind === 'LATE') setTimeout(() => this.#pay(payment), fault.ms).unref();
      else this.#strike(payment, fault);
    }
    const taken = answer('20200', { partnerBulkId: bulkId, bulkid: `B${this.now()}` });
    return /^(SILENT|DROPPED|ERROR|GARBAGE|WRONG_SIGNATURE|ANSWERED_TWICE)/.test(kind) ? answerOf(kind, taken) : taken;
  }

  get #isWallet(): boolean {
    return this.options.rules.kind === 'WALLET';
  }

  /** Answers an X-EXTERNAL-ID once a day, or the same again. */
  #guarded(externalId: string, act: () => Effect): Effect {
    const day = Math.floor(this.now() / DAY_MS);
    if (this.#external.day !== day) this.#external = { day, effects: new Map() };
    const { effects } = this.#external;
    const isRepeated = this.options.rules.onExternalIdAgain === 'REPEAT';
    const known = effects.get(externalId);
    if (known !== undefined && this.switches.isDuplicateProtectionOn) {
      if (!isRepeated || known === null) return answer('40900');
      return known;
    }
    effects.set(externalId, null);
    const effect = act();
    if (isRepeated && effect.kind === 'ANSWER') effects.set(externalId, effect);
    return effect;
  }

  /** Pays, or lets a fault happen instead or on the way. */
  #strike(payment: AskedPayment, fault: Fault | undefined): Effect {
    if (!fault) return this.#pay(payment);
    const { kind, ms } = fault;
    if (kind === 'PENDING' || kind === 'PENDING_FAILS') return this.#pend(payment, fault);
    if (kind === 'REFUSED') return this.#refuse(payment, fault.code);
    const paid = /_PAID$|^ANSWERED_TWICE$|^HIDDEN$/.test(kind) ? this.#pay(payment) : undefined;
    if (kind === 'HIDDEN') this.#hide(payment.reference, ms);
    return answerOf(kind, paid);
  }

  #known(reference: string): Order | undefined {
    const order = this.#orders.get(reference);
    const forgottenAt = this.now() - this.options.rules.forgetsAfterDays * DAY_MS;
    return order && order.at > forgottenAt ? order : undefined;
  }

  #pay(payment: AskedPayment): Effect {
    const known = this.switches.isDuplicateProtectionOn ? this.#known(payment.reference) : undefined;
    const again = known && this.#again(known, payment);
    if (again) return again;
    const account = this.accounts.get(payment.account);
    if (account?.refusal) return this.#refuse(payment, account.refusal);
    if (account && !account.isActive) return this.#refuse(payment, '40318');
    return this.#succeeded(this.#move(payment));
  }

  /** What a reference brings that came before; nothing where it is tried anew. */
  #again(known: Order, { account, amount }: AskedPayment): Effect | undefined {
    const { onPaidAgain, onFailedAgain } = this.options.rules;
    // A payment that came back was one: its reference is not paid a second time.
    const isPaid = known.state === 'PAID' || known.state === 'RETURNED';
    if (isPaid && onPaidAgain === 'PAY') return undefined;
    if (known.account !== account || known.amount !== amount) return answer('40418');
    if (known.state === 'PENDING') return answer('20200', { partnerReferenceNo: known.reference });
    if (isPaid) return onPaidAgain === 'REPEAT' ? this.#succeeded(known) : answer('40901');
    return onFailedAgain === 'REPEAT_AS_500' ? answer('50000') : undefined;
  }

  #move(payment: AskedPayment): Order {
    this.options.books.move({ partner: this.options.code, ...payment }, this.now());
    return this.#keep(payment, 'PAID');
  }

  #keep(payment: AskedPayment, state: Order['state'], refusal = ''): Order {
    this.#serial += 1;
    const known = this.#orders.get(payment.reference);
    const referenceNo = known?.referenceNo ?? `R${this.now()}${String(this.#serial).padStart(7, '0')}`;
    const order = { ...payment, state, referenceNo, refusal, at: this.now(), visibleFrom: known?.visibleFrom ?? 0 };
    this.#orders.set(payment.reference, order);
    return order;
  }

  #pend(payment: AskedPayment, { kind, ms }: Fault): Effect {
    const known = this.switches.isDuplicateProtectionOn ? this.#known(payment.reference) : undefined;
    const again = known && this.#again(known, payment);
    if (again) return again;
    this.#keep(payment, 'PENDING');
    const end = () => (kind === 'PENDING' ? this.#move(payment) : this.#keep(payment, 'FAILED', '40314'));
    setTimeout(end, ms).unref();
    return answer('20200', { partnerReferenceNo: payment.reference });
  }

  #refuse(payment: AskedPayment, code: string): Effect {
    this.#keep(payment, 'FAILED', code);
    return answer(code, { partnerReferenceNo: payment.reference });
  }

  #hide(reference: string, ms: number): void {
    const order = this.#orders.get(reference);
    if (order) order.visibleFrom = this.now() + ms;
  }

  #succeeded({ reference, referenceNo, account, amount }: Order): Effect {
    return answer('20000', {
      referenceNo,
      partnerReferenceNo: reference,
      [this.#isWallet ? 'customerNumber' : 'beneficiaryAccountNo']: account,
      amount: { value: `${amount}.00`, currency: 'IDR' },
    });
  }

  #status(body: Body): Effect {
    const { kind, notFound } = this.options.rules;
    const services = { WALLET: ['38', '40'], INTRABANK: ['17'], INTERBANK: ['18'] }[kind];
    const reference = readStatusQuestion(body, services);
    if (reference === '40001' || reference === '40002') return answer(reference);
    const order = this.#known(reference);
    const isHidden = order && order.visibleFrom > this.now();
    const asked = { originalPartnerReferenceNo: reference, serviceCode: body.serviceCode };
    if (!order && notFound === 'CODE_404') return answer('40401');
    if (!order || isHidden) return answer('20000', { ...asked, latestTransactionStatus: '07' });
    const latestTransactionStatus = { PAID: '00', PENDING: '03', FAILED: '06', RETURNED: '04' }[order.state];
    const amount = { value: `${order.amount}.00`, currency: 'IDR' };
    return answer('20000', { ...asked, originalReferenceNo: order.referenceNo, amount, latestTransactionStatus });
  }

  #account(body: Body): Effect {
    const question = readAccountQuestion(body, this.#isWallet);
    if (typeof question === 'string') return answer(question);
    const { account } = question;
    const facts = this.accounts.get(account) ?? { isActive: true, name: `P*** ${account.slice(-4)}`, nikProof: null };
    if (!facts.isActive) return answer(facts.refusal ?? '40318');
    const names = this.#isWallet
      ? { customerNumber: account, customerName: facts.name }
      : { beneficiaryAccountNo: account, beneficiaryAccountName: facts.name };
    return answer('20000', { ...names, referenceNo: 'A1', additionalInfo: this.#nik(account, facts.nikProof) });
  }

  #nik(account: string, nikProof: string | null): Body {
    const { rules, attestationKey } = this.options;
    if (nikProof === null) return {};
    if (rules.nik === 'FIELD' || !attestationKey) return { nikProof };
    const attestation = createSign('RSA-SHA256').update(`${account}|${nikProof}`).sign(attestationKey, 'base64');
    return { nikProof, attestation };
  }
}
