import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { FactServices, Tell } from '../../kit/facts.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { Refusal } from '../../kit/refusal.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { ProblemSource, replaceProblems } from '../portal/index.ts';
import { lockVacancy, rejectVacancy, releaseVacancy } from '../vacancy/index.ts';
import { refusals } from './moderation.refusal.ts';
import { DECIDE, SETTLE } from './moderation.statement.ts';

/** A decision as an officer makes it. */
export interface SentDecision {
  vacancy: string;
  /** The content that the officer has read. */
  version: number;
  isApproved: boolean;
  reason: string | null;
}

export interface KeptDecision extends SentDecision {
  id: string;
  decidedAt: Date;
}

/** Decides about vacancies that are held back. */
export class VacancyDecisionService {
  readonly #now: () => Date;
  readonly #tell: Tell;

  constructor({ now, tell }: { now: () => Date } & FactServices) {
    this.#now = now;
    this.#tell = tell;
  }

  /**
   * Shows a held vacancy again, or rejects it.
   * @throws Refusal FORBIDDEN, DECISION_REASON_MALFORMED, VACANCY_NOT_HELD, VACANCY_VERSION_CHANGED
   */
  async decide(
    em: EntityManager,
    sent: SentDecision,
    { caller, requestId }: { caller: Caller; requestId: string },
  ): Promise<KeptDecision> {
    touched('Vacancy', sent.vacancy);
    if (!caller.can('vacancy:moderate') || caller.id === null) throw refusals.mayNotDecide();
    const { id: officer } = caller;
    const text = sent.reason?.trim() ?? '';
    const reason = text === '' ? null : typedWithin(text, { least: 3, most: 1_000 });
    if (reason === null && (text !== '' || !sent.isApproved)) throw refusals.reason();
    if (!isUuid(sent.vacancy)) throw refusals.notWaiting();
    return em.transactional(async (tx) => {
      const vacancy = await lockVacancy(tx, sent.vacancy);
      if (!vacancy?.isHeld || vacancy.isRejected) throw refusals.notWaiting();
      if (vacancy.version !== sent.version) throw refusals.otherVersion(vacancy.version);
      const at = this.#now();
      const decision = { ...sent, reason, id: uuidv7(at.getTime()), decidedAt: at };
      const flags = JSON.stringify(vacancy.flags);
      await execute(tx, DECIDE, [decision.id, sent.vacancy, sent.version, sent.isApproved, reason, flags, officer, at]);
      await execute(tx, SETTLE, [sent.vacancy, at]);
      if (sent.isApproved) await releaseVacancy(tx, sent.vacancy, vacancy.flags);
      else await rejectVacancy(tx, sent.vacancy, { reason: reason ?? '', at });
      await this.#report(tx, decision, { ...vacancy, requestId });
      return decision;
    });
  }

  /** Tells the portal; what it had to mend is replaced by the reason of a rejection. */
  async #report(
    tx: EntityManager,
    { vacancy, version, isApproved, reason, decidedAt: at }: KeptDecision,
    { portal, reference, requestId }: { portal: string; reference: string; requestId: string },
  ): Promise<void> {
    const text = { en: `An officer rejected it: ${reason}`, id: `Ditolak oleh petugas: ${reason}` };
    const rejected = { vacancy, reference, refusal: new Refusal('VACANCY_REJECTED', text), example: null };
    await replaceProblems(
      tx,
      { references: [reference], writtenAt: at, problems: isApproved ? [] : [rejected] },
      { portal, source: ProblemSource.MODERATION, at },
    );
    const decision = isApproved ? ('APPROVED' as const) : ('REJECTED' as const);
    const data = { vacancy, reference, version, decision, reason };
    await this.#tell(tx, { organization: portal, type: 'vacancy.decided', subject: vacancy, data, at }, requestId);
  }
}
