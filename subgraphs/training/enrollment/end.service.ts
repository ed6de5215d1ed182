import type { EntityManager } from '@mikro-orm/postgresql';
import { beyondMutation, touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, execute } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Fact, Tell } from '../../kit/facts.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { type ClassService, cancelToCome } from '../schedule/index.ts';
import { CANCEL_CLASSES, type EndedEnrollment, EXPIRE, EXPIRE_FOR, GIVE_BACK, TAKE_AWAY } from './end.statement.ts';
import { type EnrollmentStatus, transition } from './enrollment.status.ts';
import { ReleaseReason } from './release.reason.ts';
import { classCancelled, seatReleased } from './sale.events.ts';
import { refusals } from './sale.refusal.ts';
import { LOCK_ENROLLMENT } from './sale.statement.ts';

export interface EndServiceOptions {
  database: Database;
  classes: ClassService;
  outbox: Outbox;
  tell: Tell;
  now: () => Date;
}

/** Who calls, in which request. */
export interface SaleCall {
  caller: Caller;
  requestId: string;
}

/**
 * Milliseconds after the end of a hold in which the seat is not sold again: what `payments` authorised in the last
 * moment is on its way.
 */
const GRACE_MS = 120_000;

/** The organisations that sell and teach a course, where they have joined. */
const organizationsOf = ({ platformOrganization, institutionOrganization }: EndedEnrollment): string[] =>
  [platformOrganization, institutionOrganization].filter((id) => id !== null);

/** A course with the organisations that sell and teach it. */
export interface CourseOwners {
  course: string;
  platformOrganization: string | null;
  institutionOrganization: string | null;
}

const chunksOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, index) => all.slice(index * CHUNK, (index + 1) * CHUNK));

interface ReleaseFacts {
  reason: ReleaseReason;
  requestId: string;
}

/** Ends enrolments before they are finished. */
export class EndService {
  readonly #options: EndServiceOptions;

  constructor(options: EndServiceOptions) {
    this.#options = options;
  }

  /** The moment before which a hold must have ended for its seat to be sold again. */
  overdue(now: Date): Date {
    return new Date(now.getTime() - GRACE_MS);
  }

  /** Expires the holds whose time is over, at most 500. @returns how many */
  async expire(): Promise<number> {
    const now = this.#options.now();
    return this.#inTransaction(async (tx) => {
      const { rows } = await execute(tx, EXPIRE, [now, this.overdue(now)]);
      await this.release(tx, rows, { reason: ReleaseReason.EXPIRED, requestId: uuidv7() });
      return rows.length;
    });
  }

  /** Expires the holds of these classes and people whose time is over; what somebody else is changing stays. */
  async expireFor(schedules: readonly string[], people: readonly string[], requestId: string): Promise<void> {
    const now = this.#options.now();
    await this.#inTransaction(async (tx) => {
      const { rows } = await execute(tx, EXPIRE_FOR, [now, this.overdue(now), schedules, people]);
      await this.release(tx, rows, { reason: ReleaseReason.EXPIRED, requestId });
    });
  }

  /** Takes from people who may not buy any more what they hold and have not paid. */
  async takeAway(tx: EntityManager, people: readonly string[], requestId: string): Promise<void> {
    const { rows } = await execute(tx, TAKE_AWAY, [this.#options.now(), people]);
    await this.release(tx, rows, { reason: ReleaseReason.REVOKED, requestId });
  }

  /**
   * Gives the caller's seat back before it is paid.
   * @returns the id of the enrolment
   * @throws Refusal FORBIDDEN, ENROLLMENT_UNKNOWN, ENROLLMENT_TRANSITION_ILLEGAL
   */
  async giveBack(em: EntityManager, id: string, { caller, requestId }: SaleCall): Promise<string> {
    touched('Enrollment', id);
    if (!caller.can('self') || !caller.id) throw refusals.notOneself();
    const values = [this.#options.now(), caller.id, id];
    if (!isUuid(id) || !isUuid(caller.id)) throw refusals.enrollmentUnknown();
    return em.transactional(async (tx) => {
      const { rows } = await execute(tx, GIVE_BACK, values);
      if (rows.length === 0) await this.#explain(tx, values.slice(1));
      await this.release(tx, rows, { reason: ReleaseReason.CANCELLED, requestId });
      return id;
    });
  }

  /**
   * Cancels a class and ends every enrolment in it; `payments` refunds who had paid.
   * @returns the id of the class
   * @throws Refusal FORBIDDEN, REASON_MALFORMED, SCHEDULE_UNKNOWN, SCHEDULE_TRANSITION_ILLEGAL
   */
  async cancelClass(
    em: EntityManager,
    { id, reason }: { id: string; reason: string },
    { caller, requestId }: SaleCall,
  ): Promise<string> {
    const { classes } = this.#options;
    return em.transactional(async (tx) => {
      const own = await classes.cancel(tx, id, { caller, reason });
      await this.#endClasses(tx, { ids: [id], owners: own, course: own.courseId }, requestId);
      return id;
    });
  }

  /**
   * Cancels every class of a course that has not begun, in the caller's transaction, and ends every enrolment in them;
   * `payments` refunds who had paid.
   * @param reason as it is kept: 5 to 500 characters
   * @returns how many classes
   */
  async cancelToCome(
    tx: EntityManager,
    { reason, ...course }: CourseOwners & { reason: string },
    requestId: string,
  ): Promise<number> {
    const ids = await cancelToCome(tx, { course: course.course, reason, at: this.#options.now() });
    if (ids.length > 0) await this.#endClasses(tx, { ids, course: course.course, owners: course }, requestId);
    return ids.length;
  }

  async #endClasses(
    tx: EntityManager,
    { ids, course, owners }: { ids: readonly string[]; course: string; owners: Omit<CourseOwners, 'course'> },
    requestId: string,
  ): Promise<void> {
    const { outbox, tell, now } = this.#options;
    const { rows } = await execute(tx, CANCEL_CLASSES, [now(), ids]);
    const byClass = Map.groupBy(rows, ({ schedule }) => schedule);
    const at = now().toISOString();
    const data = [...byClass].flatMap(([schedule, ended]) => {
      const seats = ended.map(({ enrollment, participant, wasPaid }) => ({ enrollment, participant, wasPaid }));
      return chunksOf(seats).map((enrollments) => ({ schedule: schedule as string, course, at, enrollments }));
    });
    if (data.length > 0) await outbox.add(tx, classCancelled, { data, requestId });
    const organizations = [owners.platformOrganization, owners.institutionOrganization].filter((each) => each !== null);
    const facts = ids.flatMap((schedule) => {
      const told = { schedule, course, enrollments: byClass.get(schedule)?.length ?? 0 };
      return organizations.map((organization): Fact => {
        return { organization, type: 'class.cancelled', subject: schedule, data: told };
      });
    });
    if (facts.length > 0) await tell(tx, facts, requestId);
    await this.release(tx, rows, { reason: ReleaseReason.CLASS_CANCELLED, requestId });
  }

  /** Tells `payments` and the organisations that seats are free again, for ever. */
  async release(
    tx: EntityManager,
    ended: readonly EndedEnrollment[],
    { reason, requestId }: ReleaseFacts,
  ): Promise<void> {
    if (ended.length === 0) return;
    const { outbox, tell, now } = this.#options;
    const at = now().toISOString();
    const data = ended.map(({ enrollment, participant }) => ({ enrollment, participant, reason, at }));
    await outbox.add(tx, seatReleased, { data, requestId });
    const facts = ended.flatMap((row): Fact[] => {
      const { enrollment, course } = row;
      return organizationsOf(row).map((organization) => ({
        organization,
        type: 'seat.released',
        subject: enrollment,
        data: { enrollment, course, reason },
      }));
    });
    await tell(tx, facts, requestId);
  }

  /** @throws Refusal ENROLLMENT_UNKNOWN, ENROLLMENT_TRANSITION_ILLEGAL */
  async #explain(tx: EntityManager, key: readonly unknown[]): Promise<never> {
    const [found] = (await execute(tx, LOCK_ENROLLMENT, key)).rows;
    if (!found) throw refusals.enrollmentUnknown();
    throw transition.refusal(found.status as EnrollmentStatus, 'RELEASED' as EnrollmentStatus);
  }

  #inTransaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const { orm } = this.#options.database;
    return beyondMutation(() => orm.em.fork().transactional(work));
  }
}
