import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { voidAttempt } from '../draw/witness/void.service.ts';
import { lockWave } from './wave.lock.ts';

// The wave is screened again, and may be frozen and drawn as if it had not been.
const END_STEPS = `delete from wave_step where wave_number = $1 and step in ('FREEZE', 'DRAW')`;

/** Ends attempts to draw that too few witnesses signed. */
export class VoidService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Voids the newest attempt of a wave, for everyone to see.
   * @throws Refusal FORBIDDEN, WAVE_UNKNOWN, VOID_REASON_MALFORMED, DRAW_NOT_FROZEN, SAME_PERSON, SIGNING_OPEN, DRAW_FINAL
   */
  void(em: EntityManager, { number, reason }: { number: number; reason: string }, caller: Caller): Promise<number> {
    touched('Wave', number);
    return em.transactional(async (tx) => {
      if (!caller.can('wave:manage')) throw notAllowed({ scopes: ['wave:manage'] });
      await lockWave(tx, number);
      await voidAttempt(tx, { wave: number, reason, officer: caller.id ?? '', now: this.#now() });
      await execute(tx, END_STEPS, [number]);
      return number;
    });
  }
}
