import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../../kit/audit/draft.ts';
import type { Caller } from '../../../kit/caller.ts';
import { execute } from '../../../kit/database.ts';
import type { RowsOf } from '../../../kit/statement.ts';
import { cosignedAt, readWitnessKey } from './cosignature.ts';
import { refusals } from './witness.refusal.ts';
import { APPROVE, ATTEMPT, COSIGN, SET_ROSTER, WAVE_STATUS } from './witness.statement.ts';

export interface NewRoster {
  number: number;
  /** Verifier keys. */
  witnesses: readonly string[];
  threshold: number;
}

/** The newest attempt of a wave, locked. @throws Refusal DRAW_NOT_FROZEN */
export const lockAttempt = async (tx: EntityManager, wave: number): Promise<RowsOf<typeof ATTEMPT>> => {
  const [found] = (await execute(tx, ATTEMPT, [wave])).rows;
  if (!found || found.isVoid || found.checkpoint === '') throw refusals.notFrozen();
  return found;
};

const MOST_WITNESSES = 50;

/** Lets witnesses fix a draw before its round. */
export class WitnessService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Names the witnesses of a planned wave, and how many must sign.
   * @throws Refusal FORBIDDEN, WAVE_UNKNOWN, WITNESSES_FIXED, WITNESS_KEY_MALFORMED, WITNESS_THRESHOLD_INVALID
   */
  setRoster(em: EntityManager, { number, witnesses, threshold }: NewRoster, caller: Caller): Promise<number> {
    touched('Wave', number);
    return em.transactional(async (tx) => {
      if (!caller.can('wave:manage')) throw refusals.forbidden();
      const keys = witnesses.toSorted();
      const isOnce = new Set(keys).size === keys.length && keys.length <= MOST_WITNESSES;
      if (!isOnce || !keys.every(readWitnessKey)) throw refusals.key();
      if (threshold * 2 <= keys.length || threshold > keys.length) throw refusals.threshold();
      const [wave] = (await execute(tx, WAVE_STATUS, [number])).rows;
      if (!wave) throw refusals.waveUnknown();
      if (wave.status !== 'PLANNED') throw refusals.rosterClosed();
      await execute(tx, SET_ROSTER, [number, threshold, keys, caller.id, this.#now()]);
      return number;
    });
  }

  /** Approves a frozen list, as a second officer. @throws Refusal FORBIDDEN, DRAW_NOT_FROZEN, SAME_PERSON */
  approve(em: EntityManager, number: number, caller: Caller): Promise<number> {
    touched('Wave', number);
    return em.transactional(async (tx) => {
      if (!caller.can('wave:manage')) throw refusals.forbidden();
      const { attempt, frozenBy } = await lockAttempt(tx, number);
      if (caller.id === frozenBy) throw refusals.samePerson();
      await execute(tx, APPROVE, [number, attempt, caller.id, this.#now()]);
      return number;
    });
  }

  /**
   * Takes the cosignature of a witness from whoever brings it: it proves itself.
   * @throws Refusal DRAW_NOT_FROZEN, DRAW_NOT_APPROVED, COSIGNATURE_INVALID, COSIGNATURE_LATE
   */
  cosign(
    em: EntityManager,
    { number, attempt, cosignature }: { number: number; attempt: number; cosignature: string },
  ): Promise<number> {
    touched('Wave', number);
    return em.transactional(async (tx) => {
      const found = await lockAttempt(tx, number);
      if (found.attempt !== attempt) throw refusals.notFrozen();
      if (!found.isApproved) throw refusals.notApproved();
      for (const text of found.keys ?? []) {
        const key = readWitnessKey(text);
        const signedAt = key && cosignedAt(key, found.checkpoint, cosignature);
        if (!signedAt) continue;
        if (found.closesAt && signedAt > found.closesAt) throw refusals.late();
        await execute(tx, COSIGN, [number, attempt, text, cosignature, signedAt, this.#now()]);
        return number;
      }
      throw refusals.cosignature();
    });
  }
}
