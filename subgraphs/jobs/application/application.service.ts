import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Tell } from '../../kit/facts.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { waitForErasures } from '../profile/index.ts';
import { applicationEnded, applicationSubmitted } from './application.events.ts';
import { applicantOf, mayNotApply, portalOf } from './application.policy.ts';
import { refusals } from './application.refusal.ts';
import { LOCK_OF_PORTAL, LOCK_OWN, LOCK_VACANCY, MOVE, STANDING, SUBMIT } from './application.statement.ts';
import { ApplicationStatus, type ApplicationStep, transition } from './application.status.ts';

export const MOST_MESSAGE = 2_000;

export interface ApplicationCall {
  caller: Caller;
  requestId: string;
}

export interface KeyedApplicationCall extends ApplicationCall {
  key: string;
}

export interface NewApplication {
  participant: string;
  vacancy: string;
  message: string | null;
  /** The invitation that is accepted by it. */
  invitation?: string;
  requestId: string;
}

/** @throws Refusal MESSAGE_MALFORMED */
export const readMessage = (text: string | null | undefined): string | null => {
  if (text === null || text === undefined) return null;
  const message = typedWithin(text, { most: MOST_MESSAGE });
  if (message === null) throw refusals.message(1, MOST_MESSAGE);
  return message;
};

export interface ApplicationOptions {
  outbox: Outbox;
  tell: Tell;
  now: () => Date;
}

/** Takes applications, and moves them on. */
export class ApplicationService {
  readonly #options: ApplicationOptions;

  constructor(options: ApplicationOptions) {
    this.#options = options;
  }

  /**
   * Applies for a vacancy: from now on its portal may read who the caller is.
   * @returns the application's id
   * @throws Refusal FORBIDDEN, VACANCY_NOT_OPEN, APPLY_AT_PORTAL, ALREADY_APPLIED, MESSAGE_MALFORMED,
   * IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async apply(
    em: EntityManager,
    { vacancyId, message: text }: { vacancyId: string; message?: string | null },
    { caller, requestId, key }: KeyedApplicationCall,
  ): Promise<string> {
    const participant = applicantOf(caller);
    const message = readMessage(text);
    if (!isUuid(vacancyId)) throw refusals.vacancyNotOpen();
    const vacancy = vacancyId.toLowerCase();
    const call = { caller: participant, operation: 'applyToVacancy', key, body: { vacancy, message } };
    return em.transactional((tx) =>
      once(tx, call, async () => {
        const { id, isElsewhere, isNew } = await this.submit(tx, { participant, vacancy, message, requestId });
        if (isElsewhere) throw refusals.applyElsewhere();
        if (!isNew) throw refusals.alreadyApplied();
        return id;
      }),
    );
  }

  /**
   * Keeps an application, or finds the one that stands, in the transaction of the caller.
   * @throws Refusal FORBIDDEN, VACANCY_NOT_OPEN
   */
  async submit(
    tx: EntityManager,
    { participant, vacancy, message, invitation, requestId }: NewApplication,
  ): Promise<{ id: string; isNew: boolean; isElsewhere: boolean }> {
    const { outbox, tell, now } = this.#options;
    await waitForErasures(tx);
    const [found] = (await execute(tx, LOCK_VACANCY, [vacancy, participant])).rows;
    if (found?.isErased) throw mayNotApply();
    if (!found?.isShown) throw refusals.vacancyNotOpen();
    const { portal, isElsewhere } = found;
    const at = now();
    const wanted = [participant, uuidv7(at.getTime()), vacancy, portal, message, at];
    const [made] = (await execute(tx, SUBMIT, wanted)).rows;
    const id = made?.id ?? (await execute(tx, STANDING, [participant, vacancy])).rows[0]?.id;
    if (!id) throw refusals.vacancyNotOpen();
    touched('Application', id);
    if (made) {
      const submitted = { application: id, participant, portal, at: at.toISOString() };
      await outbox.add(tx, applicationSubmitted, { data: submitted, requestId });
      const data = { application: id, vacancy, invitation: invitation ?? null };
      await tell(tx, { organization: portal, type: 'application.submitted', subject: id, data, at }, requestId);
    }
    return { id, isNew: made !== undefined, isElsewhere };
  }

  /**
   * Takes an application of the caller's own back; the portal may not read any more who it was.
   * @throws Refusal FORBIDDEN, APPLICATION_UNKNOWN, APPLICATION_TRANSITION_ILLEGAL
   */
  async withdraw(em: EntityManager, id: string, { caller, requestId }: ApplicationCall): Promise<string> {
    const participant = applicantOf(caller);
    return this.#move(em, { id, lock: LOCK_OWN, by: participant, to: ApplicationStatus.WITHDRAWN, requestId });
  }

  /**
   * Moves an application for a vacancy of the caller's portal on.
   * @throws Refusal FORBIDDEN, APPLICATION_UNKNOWN, APPLICATION_TRANSITION_ILLEGAL
   */
  async update(
    em: EntityManager,
    { id, status }: { id: string; status: ApplicationStep },
    { caller, requestId }: ApplicationCall,
  ): Promise<string> {
    const portal = portalOf(caller);
    return this.#move(em, { id, lock: LOCK_OF_PORTAL, by: portal, to: ApplicationStatus[status], requestId });
  }

  async #move(
    em: EntityManager,
    move: { id: string; lock: typeof LOCK_OWN; by: string; to: ApplicationStatus; requestId: string },
  ): Promise<string> {
    const { lock, by, to, requestId } = move;
    const { outbox, tell, now } = this.#options;
    if (!isUuid(move.id)) throw refusals.applicationUnknown();
    const id = move.id.toLowerCase();
    touched('Application', id);
    return em.transactional(async (tx) => {
      const [found] = (await execute(tx, lock, [id, by])).rows;
      if (!found) throw refusals.applicationUnknown();
      const { participant, portal, status } = found;
      transition(status, to);
      const at = now();
      await execute(tx, MOVE, [participant, id, to, at]);
      if (to === ApplicationStatus.WITHDRAWN || to === ApplicationStatus.REJECTED) {
        const data = { application: id, participant, portal, status: to, at: at.toISOString() };
        await outbox.add(tx, applicationEnded, { data, requestId });
      }
      if (to === ApplicationStatus.WITHDRAWN) {
        const data = { application: id };
        await tell(tx, { organization: portal, type: 'application.withdrawn', subject: id, data, at }, requestId);
      }
      return id;
    });
  }
}
