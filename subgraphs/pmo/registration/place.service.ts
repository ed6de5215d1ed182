import { execute, type Transaction } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { DecideRequest, Decider } from '../policy/judge/index.ts';
import { LEAVE_CARD, REENTER, TAKE_CONFIRMED, TURN_OUT } from './place.statement.ts';

interface PlaceServiceOptions {
  judge: Decider;
  now: () => Date;
}

const BOTH_PLACES = 2;

/** Places on family cards, and registrations that lose theirs, each within a transaction of the caller's. */
export class PlaceService {
  readonly #options: PlaceServiceOptions;

  constructor(options: PlaceServiceOptions) {
    this.#options = options;
  }

  /**
   * Gives people whose identity was confirmed in a wave a place on their family card. Those who find both taken are
   * turned down in that wave; the people must be locked.
   */
  async takeConfirmedPlaces(tx: Transaction, participantIds: readonly string[]): Promise<void> {
    if (participantIds.length === 0) return;
    const { rows } = await execute(tx, TAKE_CONFIRMED, [participantIds]);
    const waves = Map.groupBy(rows, ({ wave }) => wave);
    for (const [wave, people] of waves) {
      const idsOf = (isPlaced: boolean) =>
        people.filter((person) => person.isPlaced === isPlaced).map(({ participantId }) => participantId);
      await execute(tx, REENTER, [idsOf(true), wave]);
      const crowded = idsOf(false);
      if (crowded.length > 0) await this.#turnOut(tx, { wave, ids: crowded, but: { card_recipients: BOTH_PLACES } });
    }
  }

  /**
   * Turns people down in a wave in which they wait, for an identity that is not confirmed, and stores the decisions; the
   * people must be locked.
   */
  async turnOutUnconfirmed(tx: Transaction, wave: number, participantIds: readonly string[]): Promise<void> {
    if (participantIds.length === 0) return;
    await this.#turnOut(tx, { wave, ids: participantIds, but: { is_nik_claimed: false } });
  }

  /** Moves the place of somebody who is awarded, and whose identity is another's, to a card of their own. */
  async leaveCard(tx: Transaction, participantId: string): Promise<void> {
    await execute(tx, LEAVE_CARD, [participantId]);
  }

  async #turnOut(
    tx: Transaction,
    { wave, ids, but }: { wave: number; ids: readonly string[]; but: NonNullable<DecideRequest['but']> },
  ): Promise<void> {
    const asOf = jakartaDayAfter(this.#options.now(), 0);
    const request = { participantIds: ids, purpose: 'SCREEN', wave, asOf } as const;
    await this.#options.judge.decide(tx, { ...request, but });
    await execute(tx, TURN_OUT, [ids, wave]);
  }
}
