import type { Account, EntryKind, JournalEntry, Posting } from '../ledger/index.ts';

interface Way {
  kind: EntryKind;
  /** Null where the shares say it. */
  from: Account | null;
  to: Account | null;
  /** How often the amount is added to what the row says is held, spent and returned. */
  held: bigint;
  spent: bigint;
  returned: bigint;
}

/** How money moves within one training balance: between which accounts, and what that makes of its row. */
const ways = {
  HOLD: { kind: 'HOLD', from: 'TRAINING_BALANCE', to: 'TRAINING_HELD', held: 1n, spent: 0n, returned: 0n },
  RELEASE: { kind: 'RELEASE', from: 'TRAINING_HELD', to: 'TRAINING_BALANCE', held: -1n, spent: 0n, returned: 0n },
  /** What is released when nothing may be spent any more. */
  RELEASE_LATE: { kind: 'RETURN', from: 'TRAINING_HELD', to: 'RETURNED', held: -1n, spent: 0n, returned: 1n },
  SPEND: { kind: 'SPEND', from: 'TRAINING_HELD', to: 'PLATFORM_PAYABLE', held: -1n, spent: 1n, returned: 0n },
  RETURN: { kind: 'RETURN', from: 'TRAINING_BALANCE', to: 'RETURNED', held: 0n, spent: 0n, returned: 1n },
  /** To those who taught and sold; the postings name them. */
  CAPTURE: { kind: 'CAPTURE', from: 'TRAINING_HELD', to: null, held: -1n, spent: 1n, returned: 0n },
  REFUND: { kind: 'REFUND', from: null, to: 'TRAINING_BALANCE', held: 0n, spent: -1n, returned: 0n },
  REFUND_LATE: { kind: 'REFUND', from: null, to: 'RETURNED', held: 0n, spent: -1n, returned: 1n },
} as const satisfies Record<string, Way>;

export type WayName = keyof typeof ways;

/** What a party gets of a purchase, or gives back. Whole rupiah; the shares sum to the amount. */
export interface Share {
  account: Account;
  party: string;
  /** False for an account that is the party's alone. */
  isOfPerson: boolean;
  amount: bigint;
}

export type MovementKind = 'HOLD' | 'RELEASE' | 'SPEND' | 'RETURN' | 'CAPTURE' | 'REFUND';

export interface Movement {
  kind: MovementKind;
  participantId: string;
  /** Whole rupiah, more than zero. */
  amount: bigint;
  /** Names the fact for ever: it moves money once. */
  reference: string;
  requestId: string;
  /** Shares of a CAPTURE or REFUND. */
  shares?: readonly Share[];
}

/** A balance under its lock. Whole rupiah. */
export interface LockedBalance {
  waveNumber: number;
  /** Null where its wave had no budget when it was granted. */
  budgetYear: number | null;
  held: bigint;
  spent: bigint;
  available: bigint;
  expiresOn: string;
}

/** What of a balance an account can give. */
const limitOf = (balance: LockedBalance, from: Account | null): bigint => {
  if (from === 'TRAINING_HELD') return balance.held;
  return from === 'TRAINING_BALANCE' ? balance.available : balance.spent;
};

/** A movement that its balance holds. */
export class PreparedMovement {
  readonly movement: Movement;
  /** When it was decided, which is when it is posted: the last day counts once. */
  readonly at: Date;
  readonly #balance: LockedBalance;
  readonly #way: Way;

  constructor(movement: Movement, { way, balance, at }: { way: WayName; balance: LockedBalance; at: Date }) {
    this.movement = movement;
    this.at = at;
    this.#balance = balance;
    this.#way = ways[way];
  }

  /** Number of the wave whose money it is. */
  get wave(): number {
    return this.#balance.waveNumber;
  }

  /** How the row of the balance changes. */
  get change(): { held: bigint; spent: bigint; returned: bigint } {
    const { held, spent, returned } = this.#way;
    const { amount } = this.movement;
    return { held: held * amount, spent: spent * amount, returned: returned * amount };
  }

  get entry(): JournalEntry {
    const { participantId, amount, reference, requestId, shares = [] } = this.movement;
    const { kind, from, to } = this.#way;
    const sign = from === null ? -1n : 1n;
    const postings: Posting[] = shares.map((share) => ({
      account: share.account,
      participantId: share.isOfPerson ? participantId : null,
      party: share.party,
      amount: sign * share.amount,
    }));
    if (from !== null) postings.push({ account: from, participantId, amount: -amount });
    if (to !== null) postings.push({ account: to, participantId, amount });
    const { waveNumber, budgetYear: year } = this.#balance;
    return { kind, reference, waveNumber, year, at: this.at, requestId, postings };
  }
}

/** Whether a balance holds what a movement takes from it. */
export const isHeldBy = (balance: LockedBalance, { amount }: Movement, way: WayName): boolean =>
  amount <= limitOf(balance, ways[way].from);

/** The balance after a movement. */
export const balanceAfter = (balance: LockedBalance, { change }: PreparedMovement): LockedBalance => ({
  ...balance,
  held: balance.held + change.held,
  spent: balance.spent + change.spent,
  available: balance.available - change.held - change.spent - change.returned,
});
