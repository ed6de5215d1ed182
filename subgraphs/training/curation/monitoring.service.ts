import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { FactServices } from '../../kit/facts.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { CourseStatus, transition as courseTransition, moveCourses } from '../course/index.ts';
import type { EndService } from '../enrollment/index.ts';
import { classesOfStopped, inForce } from '../policy/index.ts';
import type { DecisionOutcome } from './curation.kind.ts';
import { actorOf, mayMonitor, ownersOf } from './curation.policy.ts';
import { refusals } from './curation.refusal.ts';
import { ASSESSED_BY, COURSE, INSERT_DECISION } from './curation.statement.ts';
import { takeSides } from './side.ts';

/** What an officer does with a course that is, or was, on sale. */
export type MonitoringOutcome = Exclude<DecisionOutcome, DecisionOutcome.APPROVED | DecisionOutcome.SENT_BACK>;

interface MonitoringCall {
  caller: Caller;
  requestId: string;
  outcome: MonitoringOutcome;
  reason: string;
}

/** The state that a course gets by an outcome. */
export const statusAfter: Record<MonitoringOutcome, CourseStatus> = {
  WATCHED: CourseStatus.WATCHED,
  SUSPENDED: CourseStatus.SUSPENDED,
  RESUMED: CourseStatus.ACTIVE,
  DELISTED: CourseStatus.DELISTED,
};

export interface MonitoringOptions extends FactServices {
  now: () => Date;
  ends: EndService;
}

/** Watches, suspends, resumes and delists courses. */
export class MonitoringService {
  readonly #now: () => Date;
  readonly #tell: FactServices['tell'];
  readonly #ends: EndService;

  constructor({ now, tell, ends }: MonitoringOptions) {
    this.#ends = ends;
    this.#now = now;
    this.#tell = tell;
  }

  /**
   * Moves a course, with the reason that its owners read.
   * @returns the id of the decision
   * @throws Refusal FORBIDDEN, COURSE_UNKNOWN, REASON_MALFORMED, CONFLICT_OF_INTEREST, COURSE_TRANSITION_ILLEGAL
   */
  async move(em: EntityManager, course: string, call: MonitoringCall): Promise<string> {
    const { outcome } = call;
    touched('Course', course);
    const actor = actorOf(call.caller);
    if (!mayMonitor(call.caller) || actor === null) throw refusals.mayNotMonitor();
    const reason = typedWithin(call.reason, { least: 3, most: 2_000 });
    if (reason === null) throw refusals.reason();
    if (!isUuid(course)) throw refusals.courseUnknown();
    return em.transactional(async (tx) => {
      const [found] = (await execute(tx, COURSE, [course])).rows;
      if (!found) throw refusals.courseUnknown();
      const owners = ownersOf(found);
      await takeSides(tx, course, { owners, actor, side: 'MONITOR', isWithOrganization: true });
      const to = courseTransition(found.status, statusAfter[outcome]);
      await moveCourses(tx, [course], to);
      const [row] = (await execute(tx, ASSESSED_BY, [course])).rows;
      const at = this.#now();
      const id = uuidv7(at.getTime());
      const { person, organization } = actor;
      const by = [person, organization, row?.assessedBy ?? [], at];
      await execute(tx, INSERT_DECISION, [id, course, found.version, outcome, reason, '[]', ...by]);
      const data = { course, from: found.status, to, reason: reason.slice(0, 1_000) };
      const facts = owners.map((owner) => {
        return { organization: owner, type: 'course.status.changed' as const, subject: course, data, at };
      });
      if (facts.length > 0) await this.#tell(tx, facts, call.requestId);
      const isStopped = to === CourseStatus.SUSPENDED || to === CourseStatus.DELISTED;
      // What has begun is finished; who had paid for what is to come is refunded.
      if (isStopped && inForce(classesOfStopped, jakartaDayAfter(at, 0)).value === 'REFUNDED') {
        const { platformOrganization, institutionOrganization } = found;
        const classes = { course, platformOrganization, institutionOrganization, reason: `Course ${to}` };
        await this.#ends.cancelToCome(tx, classes, call.requestId);
      }
      return id;
    });
  }
}
