import type { BankClient, Outcome, PartnerAdapter, PayoutOrder } from '../../../subgraphs/payments/partner/index.ts';

/** A bank's desk for payment files, as a case uses it. */
export interface FileDesk {
  client: BankClient;
  /** The same, with files that nobody signed for the bank. */
  stranger: BankClient;
  debtor: { name: string; account: string; agent: string };
  creditorAgent: string;
}

/** What a case may use. */
export interface CaseContext {
  adapter: PartnerAdapter;
  /** The same partner, asked with a wrong client secret. */
  stranger: PartnerAdapter;
  /** An order with a reference that nobody has used. */
  newOrder(fields?: Partial<PayoutOrder>): PayoutOrder;
  account: string;
  /** Rupiah that each payment moves. */
  amount: bigint;
  /** The same partner, paid by bulks; undefined where it takes none. */
  bulk: PartnerAdapter | undefined;
  /** The desk for payment files; undefined where the partner takes none. */
  files: FileDesk | undefined;
  /** Switches of a simulator; a partner's own system has none. */
  switches: Switchboard | undefined;
}

export interface Switchboard {
  /** Lets faults happen from now on; none ends them. */
  set(faults: readonly object[], more?: object): Promise<void>;
  /** How often money moved for a reference, as the partner's own books have it. */
  movesOf(reference: string): Promise<number>;
}

export interface ConformanceCase {
  name: string;
  /** Whether it needs a simulator's switches. */
  isFault: boolean;
  /** Returns what was wrong; undefined when the case holds. */
  run(context: CaseContext): Promise<string | undefined>;
}

/** Time for one call. */
export const CALL_MS = 10_000;

export const within = (ms: number = CALL_MS): AbortSignal => AbortSignal.timeout(ms);

/** Says an outcome in a few words. */
export const said = (outcome: Outcome): string => {
  if (outcome.state === 'PAID') return 'PAID';
  if (outcome.state === 'FAILED') return `FAILED ${outcome.code}${outcome.isFinal ? '' : ' (not final)'}`;
  return `${outcome.state} ${outcome.code}${'notFound' in outcome ? ' (not found)' : ''}`;
};

/** Returns what was wrong when an outcome is not in a state that is expected. */
export const expectState = (outcome: Outcome, ...states: readonly Outcome['state'][]): string | undefined =>
  states.includes(outcome.state) ? undefined : `expected ${states.join(' or ')}, was ${said(outcome)}`;

const POLL_MS = 100;
/** Five seconds. */
const POLLS = 50;

/** Asks for the status until it is certain, or often enough. */
export const resolved = async ({ adapter }: CaseContext, order: PayoutOrder, polls = POLLS): Promise<Outcome> => {
  for (let poll = 0; ; poll += 1) {
    const outcome = await adapter.inquire(order, within());
    if (outcome.state === 'PAID' || outcome.state === 'FAILED' || poll >= polls) return outcome;
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
};

/** Returns what was wrong when money did not move exactly so often, where the partner's books can be read. */
export const expectMoves = async (
  { switches }: CaseContext,
  { reference }: PayoutOrder,
  moves: number,
): Promise<string | undefined> => {
  const moved = await switches?.movesOf(reference);
  return moved === undefined || moved === moves ? undefined : `money moved ${moved} times instead of ${moves}`;
};
