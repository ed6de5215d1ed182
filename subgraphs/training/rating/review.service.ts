import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { CourseRatingEntity } from './rating.entity.ts';
import { mayNotModerate, reporterOf } from './rating.policy.ts';
import { refusals } from './rating.refusal.ts';
import { INSERT_REPORT, REPORTABLE, REPORTS } from './rating.statement.ts';
import { type ReviewStatus, transition } from './rating.status.ts';
import type { ReportReason } from './report.reason.ts';

interface NewReport {
  id: string;
  reason: ReportReason;
  note: string | null;
}

interface Moderation {
  id: string;
  status: ReviewStatus;
  reason: string;
}

/** Most reports of one reporter in 24 hours. */
export const MOST_REPORTS = 20;
const DAY_MS = 86_400_000;

/** Takes reports about reviews, and moderates them. */
export class ReviewService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Reports a review, once for each reporter; a second report changes nothing.
   * @returns the review's id
   * @throws Refusal FORBIDDEN, NOTE_MALFORMED, REVIEW_UNKNOWN, TOO_MANY_REPORTS
   */
  async report(em: EntityManager, { id, reason, note: given }: NewReport, caller: Caller): Promise<string> {
    const { participant, organization } = reporterOf(caller);
    touched('Review', id.slice(0, 36));
    const note = given === null ? null : typedWithin(given, { least: 3, most: 500 });
    if (given !== null && note === null) throw refusals.note();
    if (!isUuid(id)) throw refusals.reviewUnknown();
    const now = this.#now();
    return em.transactional(async (tx) => {
      const { rows } = await execute(tx, REPORTABLE, [id, organization]);
      if (rows.length === 0) throw refusals.reviewUnknown();
      const since = new Date(now.getTime() - DAY_MS);
      const [sent] = (await execute(tx, REPORTS, [participant, organization, since, id])).rows;
      if (sent?.is_reported) return id;
      if ((sent?.reports ?? 0) >= MOST_REPORTS) throw refusals.reportLimit(MOST_REPORTS);
      await execute(tx, INSERT_REPORT, [uuidv7(now.getTime()), id, participant, organization, reason, note, now]);
      return id;
    });
  }

  /**
   * Hides a review, or shows it again, with a reason that its author reads. Its stars count either way.
   * @returns the review's id
   * @throws Refusal FORBIDDEN, REASON_MALFORMED, REVIEW_UNKNOWN, REVIEW_TRANSITION_ILLEGAL
   */
  async moderate(em: EntityManager, { id, status, reason: given }: Moderation, caller: Caller): Promise<string> {
    touched('Review', id.slice(0, 36));
    if (!caller.can('review:moderate')) throw mayNotModerate();
    const reason = typedWithin(given, { least: 3, most: 500 });
    if (reason === null) throw refusals.reason();
    if (!isUuid(id)) throw refusals.reviewUnknown();
    return em.transactional(async (tx) => {
      const review = await tx.findOne(CourseRatingEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!review) throw refusals.reviewUnknown();
      review.status = transition(review.status, status);
      review.moderatedAt = this.#now();
      review.moderationReason = reason;
      return id;
    });
  }
}
