import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { run } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { Refusal } from '../../kit/refusal.ts';
import { isFrozen } from '../freeze/index.ts';
import { type Account, post } from '../ledger/index.ts';
import { TrainingBalanceEntity } from './balance.entity.ts';

/** How money moves within one training balance: between which accounts, and how often the amount is added to its row. */
const movements = {
  HOLD: { from: 'TRAINING_BALANCE', to: 'TRAINING_HELD', held: 1n, spent: 0n, returned: 0n },
  RELEASE: { from: 'TRAINING_HELD', to: 'TRAINING_BALANCE', held: -1n, spent: 0n, returned: 0n },
  SPEND: { from: 'TRAINING_HELD', to: 'PLATFORM_PAYABLE', held: -1n, spent: 1n, returned: 0n },
  RETURN: { from: 'TRAINING_BALANCE', to: 'RETURNED', held: 0n, spent: 0n, returned: 1n },
} as const satisfies Record<string, { from: Account; to: Account; held: bigint; spent: bigint; returned: bigint }>;

export type MovementKind = keyof typeof movements;

export interface Movement {
  participantId: string;
  /** Whole rupiah, more than zero. */
  amount: bigint;
  /** Names the fact for ever: it moves money once. */
  reference: string;
  requestId: string;
}

const query = queriesOver(TrainingBalanceEntity);

const LOCK = query<{ participant: string }>()('balance-lock', (db, { participant }) =>
  db
    .selectFrom('training_balance')
    .select(['waveNumber', 'held', sql<bigint>`granted - spent - held - returned`.as('available')])
    .select(isFrozen('training_balance.participantId').as('isFrozen'))
    .where('participantId', '=', participant)
    .forNoKeyUpdate(),
);

interface Change {
  participant: string;
  held: bigint;
  spent: bigint;
  returned: bigint;
  at: Date;
}

const CHANGE = query<Change>()('balance-change', (db, { participant, held, spent, returned, at }) =>
  db
    .updateTable('training_balance')
    .set((eb) => ({
      held: eb('held', '+', held),
      spent: eb('spent', '+', spent),
      returned: eb('returned', '+', returned),
      updatedAt: at,
    }))
    .where('participantId', '=', participant),
);

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
    const { from, to, held, spent, returned } = movements[kind];
    if (amount < 1n) throw new RangeError(`not an amount to move: ${amount}`);
    const [balance] = await run(em, LOCK, { participant: participantId });
    if (!balance) throw refusals.unknown();
    // What was held before may still be released, and what is left be returned.
    if (balance.isFrozen && (kind === 'HOLD' || kind === 'SPEND')) throw refusals.frozen();
    const isPosted = await post(em, {
      kind,
      reference,
      waveNumber: balance.waveNumber,
      at: this.#now(),
      requestId,
      postings: [
        { account: from, participantId, amount: -amount },
        { account: to, participantId, amount },
      ],
    });
    // Only after posting: a repeated movement may find that its first copy took all there was.
    if (!isPosted) return false;
    if (amount > (from === 'TRAINING_HELD' ? balance.held : balance.available)) throw refusals.insufficient();
    await run(em, CHANGE, {
      participant: participantId,
      held: held * amount,
      spent: spent * amount,
      returned: returned * amount,
      at: this.#now(),
    });
    return true;
  }
}
