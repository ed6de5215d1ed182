import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { FactServices, Tell } from '../../kit/facts.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { addProblems, isPortalSuspended, ProblemSource } from '../portal/index.ts';
import { FlagKind, heldFact, heldProblems, holdVacancy, lockVacancy, VacancyStatus } from '../vacancy/index.ts';
import { refusals } from './moderation.refusal.ts';
import { ALONE, RECENT, REPORT, WAITING } from './moderation.statement.ts';
import type { ReportReason } from './report.reason.ts';

const DAY_MS = 86_400_000;
/** Reports of one person in 24 hours: one alone cannot flood the officers. */
export const A_DAY = 10;
/** Reports of different people that hold a vacancy until an officer decides. */
export const HOLDING = 3;

/** A report as it was sent. */
export interface SentReport {
  vacancy: string;
  reason: ReportReason;
  text: string | null;
}

export interface KeptReport {
  id: string;
  reason: ReportReason;
  text: string | null;
  reportedAt: Date;
}

/** Takes reports of job seekers, and holds what several of them report. */
export class VacancyReportService {
  readonly #now: () => Date;
  readonly #tell: Tell;

  constructor({ now, tell }: { now: () => Date } & FactServices) {
    this.#now = now;
    this.#tell = tell;
  }

  /**
   * Keeps a report of an open vacancy.
   * @throws Refusal FORBIDDEN, REPORT_TEXT_MALFORMED, VACANCY_NOT_SHOWN, VACANCY_ALREADY_REPORTED, TOO_MANY_VACANCY_REPORTS
   */
  async report(
    em: EntityManager,
    { vacancy: id, reason, text }: SentReport,
    { caller, requestId }: { caller: Caller; requestId: string },
  ): Promise<KeptReport> {
    touched('Vacancy', id);
    const { id: participant } = caller;
    if (!caller.can('self') || participant === null || !isUuid(participant)) throw refusals.mayNotReport();
    const kept = text === null || text.trim() === '' ? null : typedWithin(text, { least: 10, most: 1_000 });
    if (kept === null && text !== null && text.trim() !== '') throw refusals.reportText();
    if (!isUuid(id)) throw refusals.vacancyNotShown();
    return em.transactional(async (tx) => {
      await execute(tx, ALONE, [participant]);
      const at = this.#now();
      const [facts] = (await execute(tx, RECENT, [participant, id, new Date(at.getTime() - DAY_MS)])).rows;
      if (facts?.hasReported) throw refusals.reported();
      if ((facts?.recent ?? 0) >= A_DAY) throw refusals.tooManyReports(A_DAY);
      // Whoever reports it meanwhile waits here: the last of them sees the count that holds it.
      const vacancy = await lockVacancy(tx, id);
      if (vacancy?.status !== VacancyStatus.OPEN || vacancy.isHeld) throw refusals.vacancyNotShown();
      if (await isPortalSuspended(tx, vacancy.portal)) throw refusals.vacancyNotShown();
      const report = { id: uuidv7(at.getTime()), reason, text: kept, reportedAt: at };
      await execute(tx, REPORT, [participant, id, report.id, reason, kept, at]);
      const [{ waiting } = { waiting: 0 }] = (await execute(tx, WAITING, [id])).rows;
      if (waiting < HOLDING) return report;
      const flag = { kind: FlagKind.REPORTED, words: `${waiting} reports` };
      await holdVacancy(tx, id, { flag, at });
      const held = { portal: vacancy.portal, vacancy: id, reference: vacancy.reference, flags: [flag] };
      await addProblems(tx, heldProblems(held), { portal: vacancy.portal, source: ProblemSource.MODERATION, at });
      await this.#tell(tx, heldFact(held, at), requestId);
      return report;
    });
  }
}
