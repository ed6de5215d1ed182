import type { Posting } from '../ledger/index.ts';
import { LineStatus } from './settlement-file.ts';

export enum DifferenceKind {
  MISSING = 'MISSING',
  EXTRA = 'EXTRA',
  AMOUNT_DIFFERS = 'AMOUNT_DIFFERS',
  STATUS_DIFFERS = 'STATUS_DIFFERS',
}

export enum Resolution {
  KEEP_LEDGER = 'KEEP_LEDGER',
  TAKE_FILE = 'TAKE_FILE',
}

export interface DifferenceFacts {
  kind: DifferenceKind;
  /** What the file says; of what is missing, what it should have said. */
  fact: LineStatus;
  /** State of the order; null without one. */
  ledgerState: string | null;
  ledgerAmount: bigint | null;
  fileAmount: bigint | null;
}

const signs: Record<LineStatus, bigint> = { PAID: 1n, FAILED: 0n, RETURNED: -1n };

/** Whether an order is as a file says. An order that came back was paid before. */
export const fits = (fact: LineStatus, ledgerState: string): boolean =>
  fact === ledgerState || (fact === LineStatus.PAID && ledgerState === 'RETURNED');

/** Whether nobody knows yet what became of the order. */
export const isUndecided = ({ ledgerState }: DifferenceFacts): boolean =>
  ledgerState === 'OPEN' || ledgerState === 'SUSPECT';

/** Whether both sides have come to say the same: the next file closes such a difference. */
export const isGone = ({ kind, fact, ledgerState, ledgerAmount, fileAmount }: DifferenceFacts): boolean =>
  kind === DifferenceKind.STATUS_DIFFERS &&
  ledgerState !== null &&
  fits(fact, ledgerState) &&
  ledgerAmount === fileAmount;

/** What stands in WALLET_CLEARING because of this difference: the ledger says that it was paid, or came back. */
const inClearing = ({ kind, fact, ledgerState, ledgerAmount }: DifferenceFacts): bigint => {
  const amount = ledgerAmount ?? 0n;
  if (kind === DifferenceKind.EXTRA || ledgerState === null) return 0n;
  // A row that differed in its state may have come to differ in its amount alone.
  if (kind !== DifferenceKind.STATUS_DIFFERS || fits(fact, ledgerState)) return signs[fact] * amount;
  return ledgerState === 'PAID' && fact === LineStatus.FAILED ? amount : 0n;
};

/** The fact about the order that a decision settles for ever; null when it settles none. */
export const settledFact = (facts: DifferenceFacts, resolution: Resolution): LineStatus | null => {
  if (facts.kind === DifferenceKind.EXTRA || facts.ledgerState === null) return null;
  if (inClearing(facts) !== 0n) return facts.fact === LineStatus.FAILED ? LineStatus.PAID : facts.fact;
  return resolution === Resolution.TAKE_FILE && facts.fact !== LineStatus.FAILED ? facts.fact : null;
};

interface Owner {
  participantId: string | null;
  party: string;
}

/**
 * What a decision posts. The ledger is right: what it holds in clearing left the partner's deposit. The file is right:
 * what it says left the deposit, and the rest is SUSPENSE until somebody explains it.
 */
export const postingsOf = (facts: DifferenceFacts, resolution: Resolution, owner: Owner): Posting[] => {
  const clearing = inClearing(facts);
  const ofFile = signs[facts.fact] * (facts.fileAmount ?? 0n);
  const deposit = resolution === Resolution.KEEP_LEDGER ? clearing : ofFile;
  const lines: Posting[] = [
    { account: 'WALLET_CLEARING', ...owner, amount: -clearing },
    { account: 'PARTNER_DEPOSIT', ...owner, amount: deposit },
    { account: 'SUSPENSE', ...owner, amount: clearing - deposit },
  ];
  return lines.filter(({ amount }) => amount !== 0n);
};
