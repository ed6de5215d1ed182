import type { EntityManager } from '@mikro-orm/postgresql';
import { type AuditDraft, beyondMutation, touched } from '../../kit/audit/draft.ts';
import { draftOfMutation, type Outcome, runAudited } from '../../kit/audit/statement.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { gather } from '../../kit/gather.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import type { BalanceService, Movement, PreparedMovement } from '../balance/index.ts';
import { type Decision, decide } from './authorize.policy.ts';
import { AUTHORIZE, type AuthorizeValues, READ_SALES } from './authorize.statement.ts';
import type { CodeAnswer } from './code.answer.ts';
import { type PurchaseCodeService, readCode, type TypedCode } from './code.service.ts';
import { purchaseAuthorized } from './purchase.events.ts';
import { isSeller } from './purchase.policy.ts';
import { refusals } from './purchase.refusal.ts';
import type { PurchaseState } from './purchase.status.ts';
import { PurchaseStatus } from './purchase.status.ts';
import type { Offer, PurchaseTokenReader } from './purchase-token.ts';

export interface AuthorizeServiceOptions {
  database: Database;
  balances: BalanceService;
  codes: PurchaseCodeService;
  tokens: PurchaseTokenReader;
  outbox: Outbox;
  now: () => Date;
}

export interface Authorization {
  token: string;
  code: string;
  /** The platform's own number of the sale. */
  invoice: string;
}

interface AuthorizeCall extends TypedCode {
  invoice: string;
  requestId: string;
  draft: AuditDraft;
}

/** A purchase that this call made, or the id of the one that was made before by the same call. */
export type AuthorizedPurchase = { isNew: true; purchase: PurchaseState } | { isNew: false; id: string };

/** `AGAIN` when another process has used the invoice meanwhile. */
type AuthorizeResult = AuthorizedPurchase | Refusal | 'AGAIN';

const LONGEST_INVOICE = 64;
/** A round is lost to another process that has used the invoice: the next one finds that. */
const ROUNDS = 20;

const holdOf = ({ offer, requestId }: AuthorizeCall): Movement => ({
  kind: 'HOLD',
  participantId: offer.participant,
  amount: offer.price,
  reference: `hold:${offer.enrollment}`,
  requestId,
});

interface DecidedCall {
  call: AuthorizeCall;
  decision: Decision;
}

const valuesOf = ({ call, decision }: DecidedCall): AuthorizeValues => {
  const { offer, invoice, now } = call;
  const { refusal, hold, counts } = decision;
  return {
    participant: offer.participant,
    enrollment: offer.enrollment,
    refusal: refusal?.code ?? null,
    is_new: hold !== null,
    counts,
    wave: hold?.wave ?? null,
    price: String(offer.price),
    invoice,
    course: offer.course,
    platform: offer.platform,
    institution: offer.institution,
    now: hold?.at ?? now,
  };
};

const resultOf = ({ call, decision }: DecidedCall, { code }: Outcome): AuthorizeResult => {
  const { refusal, hold } = decision;
  if (code === 'AGAIN') return code;
  if (refusal) return refusal;
  const { enrollment: id, price: amount } = call.offer;
  if (!hold) return { isNew: false, id };
  const { invoice } = call;
  const { at: authorizedAt } = hold;
  const purchase = { id, status: PurchaseStatus.HELD, amount, invoice, authorizedAt, voidRequestedAt: null };
  return { isNew: true, purchase };
};

/** Authorises purchases from training balances: one transaction for all who come while another is under way. */
export class AuthorizeService {
  readonly #options: AuthorizeServiceOptions;
  readonly #authorize: (call: AuthorizeCall) => Promise<AuthorizeResult>;

  constructor(options: AuthorizeServiceOptions) {
    this.#options = options;
    this.#authorize = gather<AuthorizeCall, AuthorizeResult>({
      run: (calls) => this.#authorizeAll(calls),
      keysOf: ({ offer, invoice }) => [offer.participant, `${offer.platform} ${invoice}`],
    });
  }

  /**
   * Holds the price of a reserved seat in the balance of its person, once. A call that is repeated with the same token,
   * code and invoice answers as the first one did.
   * @throws Refusal FORBIDDEN, INVOICE_LENGTH, TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_OF_ANOTHER, CODE_MALFORMED,
   * CODE_NOT_REQUESTED, CODE_WRONG, CODE_EXPIRED, CODE_USED, CODE_TRIES_SPENT, BALANCE_UNKNOWN, BALANCE_FROZEN,
   * BALANCE_EXPIRED, BALANCE_INSUFFICIENT, SEAT_RELEASED, ALREADY_PAID, INVOICE_USED
   */
  async authorize(typed: Authorization, { caller, requestId }: { caller: Caller; requestId: string }) {
    const offer = this.#offerOf(typed.token, caller);
    touched('Purchase', offer.enrollment);
    const invoice = typedWithin(typed.invoice, { most: LONGEST_INVOICE, read: typedLine });
    if (invoice === null) throw refusals.invoiceLength();
    const call = { offer, invoice, code: readCode(typed.code), requestId, draft: draftOfMutation() };
    for (let round = 0; round < ROUNDS; round += 1) {
      const result = await this.#authorize({ ...call, now: this.#options.now() });
      if (result instanceof Refusal) throw result;
      if (result !== 'AGAIN') return result;
    }
    throw new Error('authorizePurchase lost every race');
  }

  #offerOf(token: string, caller: Caller): Offer {
    const isPerson = caller.can('self') && caller.id !== null;
    const isPlatform = caller.can('course:publish') && caller.org !== null;
    if (!isPerson && !isPlatform) throw refusals.notBuyer();
    const offer = this.#options.tokens.read(token, this.#options.now());
    const isOwn = isPerson && caller.id === offer.participant;
    if (!isOwn && !isSeller(caller, offer.platform)) throw refusals.tokenOfAnother();
    return offer;
  }

  async #authorizeAll(calls: readonly AuthorizeCall[]): Promise<AuthorizeResult[]> {
    try {
      const em = this.#options.database.orm.em.fork();
      return await beyondMutation(() => em.transactional((tx) => this.#write(tx, calls)));
    } catch (error) {
      // The entries went with the transaction.
      for (const { draft } of calls) draft.isCommitted = false;
      throw error;
    }
  }

  async #write(tx: EntityManager, calls: readonly AuthorizeCall[]): Promise<AuthorizeResult[]> {
    const decided = await this.#decide(tx, calls);
    const point: Database['point'] = async (statement, values) => (await execute(tx, statement, values)).rows;
    const audited = decided.map((each) => ({ draft: each.call.draft, values: valuesOf(each) }));
    const outcomes = await runAudited<Outcome, keyof AuthorizeValues>({ point }, AUTHORIZE, audited);
    const sales = decided.flatMap(({ call, decision: { hold } }, index) =>
      hold && outcomes[index]?.code === null ? [{ call, hold }] : [],
    );
    await this.#hold(tx, sales);
    return decided.map((each, index) => resultOf(each, outcomes[index] as Outcome));
  }

  async #hold(tx: EntityManager, sales: readonly { call: AuthorizeCall; hold: PreparedMovement }[]): Promise<void> {
    if (sales.length === 0) return;
    const { balances, outbox } = this.#options;
    await balances.apply(
      tx,
      sales.map(({ hold }) => hold),
    );
    const data = sales.map(({ call: { offer }, hold }) => ({
      enrollment: offer.enrollment,
      participant: offer.participant,
      amount: Number(offer.price),
      at: hold.at.toISOString(),
    }));
    await outbox.add(tx, purchaseAuthorized, { data, requestId: sales.map(({ call }) => call.requestId) });
  }

  /** Locks the codes, then the balances of those who know theirs, and decides each call by what is known then. */
  async #decide(tx: EntityManager, calls: readonly AuthorizeCall[]): Promise<DecidedCall[]> {
    const { balances, codes } = this.#options;
    const answers = await codes.lock(tx, calls);
    const paying = calls.filter((_, index) => answers[index]?.refusal === null);
    const prepared = await balances.prepare(tx, paying.map(holdOf));
    const holds = new Map(paying.map((call, index) => [call, prepared[index] ?? false]));
    const keys = [
      calls.map(({ offer }) => offer.enrollment),
      calls.map(({ offer }) => offer.platform),
      calls.map(({ invoice }) => invoice),
    ];
    const { rows: sales } = await execute(tx, READ_SALES, keys);
    return calls.map((call, index) => {
      const code = answers[index] as CodeAnswer;
      const sale = sales[index] as RowsOf<typeof READ_SALES>;
      const { offer, invoice } = call;
      const facts = { participant: offer.participant, invoice, code, hold: holds.get(call) ?? false, sale };
      return { call, decision: decide(facts) };
    });
  }
}
