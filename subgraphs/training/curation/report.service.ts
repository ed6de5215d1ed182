import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { column, statement } from '../../kit/statement.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { complaintLimit, inForce } from '../policy/index.ts';
import type { ReportCategory } from './curation.kind.ts';
import { refusals } from './curation.refusal.ts';

/** A complaint as it was sent. */
export interface SentReport {
  course: string;
  category: ReportCategory;
  text: string;
}

const DAY_MS = 86_400_000;

// Two complaints of one person come one after the other, so that the limit holds.
const ALONE = `select pg_advisory_xact_lock(hashtextextended('course_report ' || $1::text, 0))`;

// Of a seat that was only paid nothing was seen yet.
const FACTS = statement(
  'course-report-facts',
  { tookPart: column.bool, hasReported: column.bool, recent: column.int4 },
  `select exists (select from enrollment where participant_id = $1 and course_id = $2
      and status in ('REDEEMED', 'ATTENDING', 'COMPLETED', 'CERTIFIED', 'FAILED')) as "tookPart",
    exists (select from course_report where participant_id = $1 and course_id = $2) as "hasReported",
    (select count(*)::int from course_report where participant_id = $1 and reported_at >= $3) as recent`,
);

const INSERT = statement(
  'course-report-insert',
  {},
  `insert into course_report (id, course_id, participant_id, category, text, reported_at)
    values ($1, $2, $3, $4, $5, $6)`,
);

/** Takes complaints of participants. */
export class ReportService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Keeps a complaint of a person who took part in a course: one about each course.
   * @returns the id of the complaint
   * @throws Refusal FORBIDDEN, REPORT_MALFORMED, NOT_TAKEN_PART, REPORT_ALREADY_MADE, TOO_MANY_REPORTS
   */
  async report(em: EntityManager, { course, category, text }: SentReport, caller: Caller): Promise<string> {
    touched('Course', course);
    const { id: participant } = caller;
    if (!caller.can('self') || participant === null || !isUuid(participant)) throw refusals.mayNotReport();
    const kept = typedWithin(text, { least: 10, most: 2_000 });
    if (kept === null) throw refusals.reportText();
    if (!isUuid(course)) throw refusals.tookNoPart();
    return em.transactional(async (tx) => {
      await execute(tx, ALONE, [participant]);
      const at = this.#now();
      const { most, days } = inForce(complaintLimit, jakartaDayAfter(at, 0)).value;
      const since = new Date(at.getTime() - days * DAY_MS);
      const [facts] = (await execute(tx, FACTS, [participant, course, since])).rows;
      if (!facts?.tookPart) throw refusals.tookNoPart();
      if (facts.hasReported) throw refusals.reported();
      if (facts.recent >= most) throw refusals.tooManyReports(most, days);
      const id = uuidv7(at.getTime());
      await execute(tx, INSERT, [id, course, participant, category, kept, at]);
      return id;
    });
  }
}
