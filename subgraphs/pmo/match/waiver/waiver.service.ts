import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../../kit/audit/draft.ts';
import type { Caller } from '../../../kit/caller.ts';
import { execute } from '../../../kit/database.ts';
import { typedWithin } from '../../../kit/typed-text.ts';
import { refusals } from './waiver.refusal.ts';
import { APPROVE, PROPOSE, WAIVED_WAVE } from './waiver.statement.ts';

/** Lets two officers decide, in public, that a wave is frozen without those who wait for the civil registry. */
export class WaiverService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /** @throws Refusal FORBIDDEN, WAIVER_REASON_MALFORMED, WAVE_UNKNOWN, WAIVER_TOO_EARLY, WAIVER_NOT_PROPOSED */
  propose(em: EntityManager, { number, reason }: { number: number; reason: string }, caller: Caller): Promise<number> {
    return this.#decide(em, { number, caller }, async (tx) => {
      const typed = typedWithin(reason, { least: 3, most: 500 });
      if (typed === null) throw refusals.reason();
      const { approvedBy } = await this.#locked(tx, number);
      if (approvedBy !== null) throw refusals.notProposed();
      await execute(tx, PROPOSE, [number, typed, caller.id, this.#now()]);
    });
  }

  /** @throws Refusal FORBIDDEN, WAVE_UNKNOWN, WAIVER_TOO_EARLY, WAIVER_NOT_PROPOSED, SAME_PERSON */
  approve(em: EntityManager, number: number, caller: Caller): Promise<number> {
    return this.#decide(em, { number, caller }, async (tx) => {
      const { proposedBy, approvedBy } = await this.#locked(tx, number);
      if (proposedBy === null || approvedBy !== null) throw refusals.notProposed();
      if (proposedBy === caller.id) throw refusals.samePerson();
      await execute(tx, APPROVE, [number, caller.id, this.#now()]);
    });
  }

  async #decide(
    em: EntityManager,
    { number, caller }: { number: number; caller: Caller },
    work: (tx: EntityManager) => Promise<void>,
  ): Promise<number> {
    touched('Wave', number);
    if (!caller.can('wave:manage')) throw refusals.forbidden();
    await em.transactional(work);
    return number;
  }

  async #locked(tx: EntityManager, number: number) {
    const [wave] = (await execute(tx, WAIVED_WAVE, [number])).rows;
    if (!wave) throw refusals.waveUnknown();
    if (wave.status !== 'SCREENED' || wave.isFrozen) throw refusals.notScreened();
    return wave;
  }
}
