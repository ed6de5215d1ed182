import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import { addToLastTranche } from '../tranche/index.ts';
import { QuotaReofferEntity } from './wave.entity.ts';
import { type LockedWave, lockWave } from './wave.lock.ts';
import { refusals } from './wave.refusal.ts';
import type { WaveCall } from './wave.service.ts';
import { WaveStatus } from './wave.status.ts';

export interface Reoffer {
  from: number;
  to: number;
  places: number;
  decisionNumber: string;
}

const takesPlaces: readonly WaveStatus[] = [
  WaveStatus.PLANNED,
  WaveStatus.OPEN,
  WaveStatus.CLOSED,
  WaveStatus.SCREENED,
];

/** Locks both waves in one order, so that two decisions cannot wait for one another. */
const lockBoth = async (
  tx: EntityManager,
  { from, to }: Reoffer,
): Promise<{ giver: LockedWave; taker: LockedWave }> => {
  if (from < to) {
    const giver = await lockWave(tx, from, 'from');
    return { giver, taker: await lockWave(tx, to, 'to') };
  }
  const taker = await lockWave(tx, to, 'to');
  return { giver: await lockWave(tx, from, 'from'), taker };
};

/** @throws Refusal WAVE_FROZEN, WAVE_STEP_RUNNING, PLACES_NOT_FREE */
const check = (places: number, { giver, taker }: { giver: LockedWave; taker: LockedWave }): void => {
  const { status } = taker.wave;
  if (!takesPlaces.includes(status) || taker.isFrozen) throw refusals.notOpenForPlaces(status);
  if (taker.running) throw refusals.stepRunning(taker.running);
  const free = giver.wave.freed - giver.wave.reoffered;
  if (places < 1 || places > free) throw refusals.places(free);
};

/** Gives places that came free to other waves. */
export class ReofferService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Gives places that came free in one wave to another, by a decision that is recorded; the same decision again does
   * nothing. The check is in the database too: never more than came free.
   * @returns the number of the wave that takes them
   * @throws Refusal FORBIDDEN, DECISION_NUMBER_MALFORMED, DECISION_NUMBER_USED, SAME_WAVE, WAVE_UNKNOWN, WAVE_FROZEN,
   * WAVE_STEP_RUNNING, PLACES_NOT_FREE
   */
  reoffer(em: EntityManager, input: Reoffer, { caller }: WaveCall): Promise<number> {
    const { from, to, places } = input;
    touched('Wave', from, to);
    const decisionNumber = typedWithin(input.decisionNumber, { least: 3, most: 100, read: typedLine });
    return em.transactional(async (tx) => {
      if (!caller.can('wave:manage')) throw notAllowed({ scopes: ['wave:manage'] });
      if (decisionNumber === null) throw refusals.decision();
      if (from === to) throw refusals.sameWave();
      const both = await lockBoth(tx, input);
      const known = await tx.findOne(QuotaReofferEntity, { decisionNumber });
      const isSame = known?.fromWave === from && known.toWave === to && known.places === places;
      if (isSame) return to;
      if (known) throw refusals.decisionUsed();
      check(places, both);
      const { giver, taker } = both;
      giver.wave.reoffered += places;
      taker.wave.quota = (taker.wave.quota ?? 0) + places;
      await addToLastTranche(tx, to, places);
      const decidedBy = caller.id ?? '';
      tx.create(QuotaReofferEntity, {
        decisionNumber,
        fromWave: from,
        toWave: to,
        places,
        decidedBy,
        decidedAt: this.#now(),
      });
      return to;
    });
  }
}
