import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { Refusal } from '../../kit/refusal.ts';
import { isFrozenSql } from '../freeze/freeze.service.ts';
import { type Account, post } from '../ledger/ledger.service.ts';

/** How money moves within one training balance: between which accounts, and what that does to its row. */
const movements = {
  HOLD: { from: 'TRAINING_BALANCE', to: 'TRAINING_HELD', set: 'held = held + $2' },
  RELEASE: { from: 'TRAINING_HELD', to: 'TRAINING_BALANCE', set: 'held = held - $2' },
  SPEND: { from: 'TRAINING_HELD', to: 'PLATFORM_PAYABLE', set: 'held = held - $2, spent = spent + $2' },
  RETURN: { from: 'TRAINING_BALANCE', to: 'RETURNED', set: 'returned = returned + $2' },
} as const satisfies Record<string, { from: Account; to: Account; set: string }>;

export type MovementKind = keyof typeof movements;

export interface Movement {
  participantId: string;
  /** Whole rupiah, more than zero. */
  amount: bigint;
  /** Names the fact for ever: it moves money once. */
  reference: string;
  requestId: string;
}

const LOCK = `select wave_number, held, granted - spent - held - returned as available,
    ${isFrozenSql('training_balance.participant_id')} as frozen from training_balance
  where participant_id = $1 for no key update`;

interface LockedBalance {
  wave_number: number;
  held: string;
  available: string;
  frozen: boolean;
}

const refusals = {
  unknown: () =>
    new Refusal('BALANCE_UNKNOWN', {
      en: 'This participant has no training balance.',
      id: 'Peserta ini tidak memiliki saldo pelatihan.',
    }),
  frozen: () =>
    new Refusal('BALANCE_FROZEN', {
      en: 'The participant was found on a list of barred people: nothing can be spent until that is lifted.',
      id: 'Peserta tercantum dalam daftar terlarang: saldo tidak dapat dipakai sampai dicabut.',
    }),
  insufficient: () =>
    new Refusal('BALANCE_INSUFFICIENT', {
      en: 'The training balance does not hold this amount.',
      id: 'Saldo pelatihan tidak mencukupi.',
    }),
};

/** Moves money within training balances: holds it for a purchase, releases or spends what is held, returns the rest. */
export class BalanceService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Moves money in `em`'s transaction, balance and ledger together, under the lock of the balance.
   * @returns false when the reference was used before: then nothing changes
   * @throws Refusal BALANCE_UNKNOWN, BALANCE_FROZEN, BALANCE_INSUFFICIENT; the transaction must then be rolled back
   * @throws RangeError for an amount below one
   */
  async move(em: EntityManager, kind: MovementKind, movement: Movement): Promise<boolean> {
    const { participantId, amount, reference, requestId } = movement;
    const { from, to, set } = movements[kind];
    if (amount < 1n) throw new RangeError(`not an amount to move: ${amount}`);
    const [balance] = (await execute<LockedBalance>(em, LOCK, [participantId])).rows;
    if (!balance) throw refusals.unknown();
    // What was held before may still be released, and what is left be returned.
    if (balance.frozen && (kind === 'HOLD' || kind === 'SPEND')) throw refusals.frozen();
    const isPosted = await post(em, {
      kind,
      reference,
      waveNumber: balance.wave_number,
      at: this.#now(),
      requestId,
      postings: [
        { account: from, participantId, amount: -amount },
        { account: to, participantId, amount },
      ],
    });
    // Only after posting: a repeated movement may find that its first copy took all there was.
    if (!isPosted) return false;
    if (amount > BigInt(from === 'TRAINING_HELD' ? balance.held : balance.available)) throw refusals.insufficient();
    const update = `update training_balance set ${set}, updated_at = $3 where participant_id = $1`;
    await execute(em, update, [participantId, amount, this.#now()]);
    return true;
  }
}
