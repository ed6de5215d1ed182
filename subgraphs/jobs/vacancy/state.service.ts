import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { lockPortal } from '../portal/index.ts';
import { stateRefusals } from './state.refusal.ts';
import { EXPIRE, LOCK_VACANCY, MOVE, PORTAL_OF } from './state.statement.ts';
import { refusals } from './upsert.refusal.ts';
import { transition, VacancyStatus } from './vacancy.status.ts';

/** The state to which a portal brings a vacancy. */
export type WantedState = VacancyStatus.OPEN | VacancyStatus.PAUSED | VacancyStatus.CLOSED | VacancyStatus.FILLED;

interface Move {
  id: string;
  to: WantedState;
}

/** Moves single vacancies as their portal says, and closes those that are over. */
export class VacancyStateService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Brings a vacancy of the caller's portal to a state; the same state again changes nothing.
   * @throws Refusal FORBIDDEN, OWN_PORTAL_SUSPENDED, VACANCY_UNKNOWN, VACANCY_OVER, VACANCY_TRANSITION_ILLEGAL
   */
  async move(em: EntityManager, { id, to }: Move, { org, can }: Caller): Promise<string> {
    if (org === null || !can('vacancy:publish')) throw refusals.forbidden();
    touched('Vacancy', id);
    if (!isUuid(id)) throw stateRefusals.vacancyUnknown();
    return em.transactional(async (tx) => {
      // The portal comes first, as in its files: two calls of one portal never lock crosswise.
      const [known] = (await execute(tx, PORTAL_OF, [id])).rows;
      if (known?.portal !== org) throw stateRefusals.vacancyUnknown();
      if ((await lockPortal(tx, org))?.isSuspended) throw refusals.portalSuspended();
      const [vacancy] = (await execute(tx, LOCK_VACANCY, [id])).rows;
      if (!vacancy) throw stateRefusals.vacancyUnknown();
      if (vacancy.status === to) return id;
      // A draft opens, and what was closed opens again, by what the portal sends.
      if (to === VacancyStatus.OPEN && vacancy.status !== VacancyStatus.PAUSED) {
        throw transition.refusal(vacancy.status, to);
      }
      transition(vacancy.status, to);
      const at = this.#now();
      if (to === VacancyStatus.OPEN && vacancy.openUntil < jakartaDayAfter(at, 0)) throw stateRefusals.vacancyOver();
      await execute(tx, MOVE, [id, to, at]);
      return id;
    });
  }

  /** Closes the vacancies whose last day is over. @returns how many */
  async expire(em: EntityManager): Promise<number> {
    let closed = 0;
    for (;;) {
      const { rows } = await em.fork().transactional((tx) => execute(tx, EXPIRE, [jakartaDayAfter(this.#now(), 0)]));
      closed += rows.length;
      if (rows.length === 0) return closed;
    }
  }
}
