import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, type Transaction } from '../../kit/database.ts';
import type { FactServices } from '../../kit/facts.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { activateVersion, rejectVersion, type StoredVersion, versionOf } from '../course/index.ts';
import {
  approval,
  type Indicator,
  indicators,
  inForce,
  institutionYears,
  leastHours,
  pricing,
} from '../policy/index.ts';
import { addProblems, ProblemSource } from '../problem/index.ts';
import { lowestOf, readMend } from './assessment.scores.ts';
import { missingLayer } from './assessment.service.ts';
import { DecisionOutcome, type Mend } from './curation.kind.ts';
import { type Actor, actorOf, mayMonitor, ownersOf } from './curation.policy.ts';
import { refusals } from './curation.refusal.ts';
import { ASSESSED_BY, ASSESSMENTS, ESTABLISHED, INSERT_DECISION, SIDES, STATUS } from './curation.statement.ts';

/** A decision as it was sent. */
export interface SentDecision {
  course: string;
  version: number;
  isApproved: boolean;
  reason?: string | null;
  mend: readonly Mend[];
}

interface DecisionCall {
  caller: Caller;
  requestId: string;
}

type Assessments = RowsOf<typeof ASSESSMENTS>[];

/** What the decision has to go by. */
interface Basis {
  found: StoredVersion;
  made: Assessments;
  list: readonly Indicator[];
  /** Day of the decision. */
  today: string;
}

const readReason = (reason: string | null): string | null => {
  if (reason === null) return null;
  const kept = typedWithin(reason, { least: 3, most: 2_000 });
  if (kept === null) throw refusals.reason();
  return kept;
};

/** @throws Refusal PRICE_ABOVE_OUTSIDE, FREE_OUTSIDE, DURATION_TOO_SHORT */
const checkContent = ({ content }: StoredVersion, today: string): void => {
  const { price, priceOutside, durationHours } = content;
  const { mayExceedOutside, mayBeFreeOutside } = inForce(pricing, today).value;
  if (!mayBeFreeOutside && priceOutside <= 0) throw refusals.freeOutside();
  if (!mayExceedOutside && price > priceOutside) throw refusals.priceAboveOutside();
  const least = inForce(leastHours, today).value;
  if (durationHours < least) throw refusals.tooShort(least);
};

/** @throws Refusal INSTITUTION_TOO_YOUNG */
const checkInstitution = async (tx: Transaction, { content }: StoredVersion, today: string): Promise<void> => {
  const years = inForce(institutionYears, today).value;
  const latest = `${Number(today.slice(0, 4)) - years}${today.slice(4)}`;
  const [row] = (await execute(tx, ESTABLISHED, [content.institution])).rows;
  if (!row || row.established > latest) throw refusals.institutionTooYoung(years);
};

/** @throws Refusal ASSESSMENT_INCOMPLETE, SCORES_TOO_LOW */
const checkAssessments = ({ made, list, today }: Basis): void => {
  const missing = missingLayer(made);
  if (missing !== null) throw refusals.incomplete(missing);
  const independent = made.find(({ layer }) => layer === 'ASSESSOR');
  const low = lowestOf(independent?.scores ?? [], list, inForce(approval, today).value);
  if (low !== null) throw refusals.scoresTooLow(low);
};

/** Decides about versions that were assessed. */
export class DecisionService {
  readonly #now: () => Date;
  readonly #tell: FactServices['tell'];

  constructor({ now, tell }: { now: () => Date } & FactServices) {
    this.#now = now;
    this.#tell = tell;
  }

  /**
   * Approves a version, which goes on sale, or sends it back with what to mend.
   * @returns the id of the decision
   * @throws Refusal FORBIDDEN, COURSE_VERSION_UNKNOWN, VERSION_NOT_WAITING, CONFLICT_OF_INTEREST, REASON_MALFORMED,
   * MEND_MISSING, MEND_MALFORMED, INDICATOR_UNKNOWN, INDICATOR_REPEATED, ASSESSMENT_INCOMPLETE, SCORES_TOO_LOW,
   * PRICE_ABOVE_OUTSIDE, FREE_OUTSIDE, DURATION_TOO_SHORT, INSTITUTION_TOO_YOUNG
   */
  async decide(em: EntityManager, sent: SentDecision, { caller, requestId }: DecisionCall): Promise<string> {
    touched('Course', sent.course);
    const actor = actorOf(caller);
    if (!mayMonitor(caller) || actor === null) throw refusals.mayNotMonitor();
    if (!isUuid(sent.course)) throw refusals.versionUnknown();
    const reason = readReason(sent.reason ?? null);
    if (!sent.isApproved && reason === null) throw refusals.reason();
    if (sent.isApproved !== (sent.mend.length === 0)) throw refusals.mendMissing();
    return em.transactional(async (tx) => {
      const found = await versionOf(tx, sent.course, sent.version);
      if (!found) throw refusals.versionUnknown();
      if (found.status !== 'SUBMITTED' && found.status !== 'UNDER_ASSESSMENT') throw refusals.versionDecided();
      const assessedBy = await this.#independent(tx, found, actor);
      const now = this.#now();
      const list = inForce(indicators, jakartaDayAfter(found.submittedAt, 0)).value;
      const mend = readMend(sent.mend, list);
      if (sent.isApproved) {
        const made = (await execute(tx, ASSESSMENTS, [sent.course, sent.version])).rows;
        await this.#approve(tx, { found, made, list, today: jakartaDayAfter(now, 0) }, now);
      } else if (!(await rejectVersion(tx, { course: sent.course, number: sent.version, at: now })))
        throw refusals.versionDecided();
      const id = uuidv7(now.getTime());
      const outcome = sent.isApproved ? DecisionOutcome.APPROVED : DecisionOutcome.SENT_BACK;
      const values = [id, sent.course, sent.version, outcome, reason, JSON.stringify(mend)];
      await execute(tx, INSERT_DECISION, [...values, actor.person, actor.organization, assessedBy, now]);
      await this.#keepProblems(tx, found, { mend, at: now });
      await this.#tellOwners(tx, { found, reason, mend, outcome, at: now }, requestId);
      return id;
    });
  }

  /** Returns who has assessed the course. @throws Refusal CONFLICT_OF_INTEREST */
  async #independent(tx: Transaction, found: StoredVersion, { person, organization }: Actor): Promise<string[]> {
    if (ownersOf(found).includes(organization)) throw refusals.conflict();
    const parties = [`person:${person}`, `organization:${organization}`];
    const { rows } = await execute(tx, SIDES, [found.courseId, parties]);
    if (rows.some(({ side }) => side !== 'MONITOR')) throw refusals.conflict();
    const [row] = (await execute(tx, ASSESSED_BY, [found.courseId])).rows;
    return row?.assessedBy ?? [];
  }

  async #approve(tx: Transaction, basis: Basis, at: Date): Promise<void> {
    const { found, today } = basis;
    checkAssessments(basis);
    checkContent(found, today);
    await checkInstitution(tx, found, today);
    if (!(await activateVersion(tx, { course: found.courseId, number: found.number, at })))
      throw refusals.versionDecided();
  }

  /** Lets the platform read what to mend among its problems. */
  async #keepProblems(
    tx: Transaction,
    { courseId, platformId }: StoredVersion,
    { mend, at }: { mend: readonly Mend[]; at: Date },
  ): Promise<void> {
    const [course] = (await execute(tx, STATUS, [courseId])).rows;
    const problems = mend.map(({ indicator, what }) => {
      const refusal = new Refusal(indicator, { en: what, id: what }, ['indicators', indicator]);
      return { course: courseId, reference: course?.reference ?? null, refusal, example: null };
    });
    await addProblems(tx, problems, { platform: platformId, source: ProblemSource.CURATION, at });
  }

  async #tellOwners(
    tx: EntityManager,
    told: { found: StoredVersion; reason: string | null; mend: readonly Mend[]; outcome: DecisionOutcome; at: Date },
    requestId: string,
  ): Promise<void> {
    const { found, reason, mend, outcome, at } = told;
    const [course] = (await execute(tx, STATUS, [found.courseId])).rows;
    const owners = ownersOf(found);
    if (!course || owners.length === 0) return;
    const decision = outcome === DecisionOutcome.APPROVED ? ('APPROVED' as const) : ('REJECTED' as const);
    const reasons = mend.map(({ indicator, what }) => ({ code: indicator, comment: what.slice(0, 1_000) }));
    const { courseId, courseStatus, number: version } = found;
    const facts = owners.flatMap((organization) => {
      const head = { organization, subject: courseId, at };
      const data = { course: courseId, reference: course.reference, version, decision, reasons };
      const decided = { ...head, type: 'course.version.decided' as const, data };
      if (course.status === courseStatus) return [decided];
      const change = {
        course: courseId,
        from: courseStatus,
        to: course.status,
        reason: reason?.slice(0, 1_000) ?? null,
      };
      return [decided, { ...head, type: 'course.status.changed' as const, data: change }];
    });
    await this.#tell(tx, facts, requestId);
  }
}
