import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, execute, type Transaction } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { typedLine, typedText, typedWithin } from '../../kit/typed-text.ts';
import type { CourseMode } from '../course/index.ts';
import { publishingOrganization } from './schedule.policy.ts';
import { refusals } from './schedule.refusal.ts';
import { CANCEL, DROP_SESSIONS, FINISH, OWN_CLASS, OWN_COURSE, PUBLISH, RESCHEDULE } from './schedule.statement.ts';
import { ScheduleStatus, transition } from './schedule.status.ts';
import { checkOffline, checkSessions, type SessionTimes } from './session.rules.ts';

/** A class as a provider publishes it. */
export interface NewClass {
  course: string;
  seats: number;
  instructor: string;
  region?: string | null;
  address?: string | null;
  sessions: readonly SessionTimes[];
}

export interface ClassCall {
  caller: Caller;
  key: string;
}

type OwnClass = RowsOf<typeof OWN_CLASS>;

interface Place {
  regionCode: string | null;
  address: string | null;
}

const REGENCY = /^[0-9]{2}[.][0-9]{2}$/;
/** Classes that one statement ends. */
const FINISHED_AT_ONCE = 1_000;

/** @throws Refusal PLACE_MISSING, PLACE_FOREIGN */
const placeOf = ({ region, address }: NewClass, mode: `${CourseMode}`): Place => {
  if (mode === 'ONLINE') {
    if (region || address) throw refusals.placeForeign();
    return { regionCode: null, address: null };
  }
  const kept = typedWithin(address ?? '', { least: 5, most: 300, read: typedLine });
  if (!region || !REGENCY.test(region) || kept === null) throw refusals.placeMissing();
  return { regionCode: region, address: kept };
};

const timesOf = (sessions: readonly SessionTimes[]) => [
  sessions.map(({ startsAt }) => startsAt),
  sessions.map(({ endsAt }) => endsAt),
];

/** Publishes, reschedules, cancels and ends classes. */
export class ClassService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Publishes a class of a course that the caller's organisation sells or teaches.
   * @returns the id of the class
   * @throws Refusal FORBIDDEN, COURSE_UNKNOWN, COURSE_NOT_OFFERED, SEATS_OUT_OF_RANGE, INSTRUCTOR_MALFORMED, those of its
   * place and of its sessions, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async publish(em: EntityManager, input: NewClass, { caller, key }: ClassCall): Promise<string> {
    const organization = publishingOrganization(caller);
    if (organization === null) throw refusals.forbidden();
    touched('Course', input.course);
    const { seats, sessions } = input;
    if (seats < 1 || seats > 10_000) throw refusals.seats();
    const instructor = typedWithin(input.instructor, { least: 2, most: 100, read: typedLine });
    if (instructor === null) throw refusals.instructor();
    const call = { caller: caller.id ?? '', operation: 'publishSchedule', key, body: input };
    return em.transactional((tx) =>
      once(tx, call, async () => {
        const now = this.#now();
        checkSessions(sessions, now);
        const mode = await this.#offeredMode(tx, input.course, organization);
        const { regionCode, address } = placeOf(input, mode);
        checkOffline(sessions, regionCode);
        const id = uuidv7(now.getTime());
        touched('Schedule', id);
        const values = [id, input.course, mode, regionCode, address, instructor, seats, ...timesOf(sessions), now];
        await execute(tx, PUBLISH, values);
        return id;
      }),
    );
  }

  /**
   * Gives a class that has not begun other sessions. Whoever holds a seat keeps it.
   * @returns the id of the class
   * @throws Refusal FORBIDDEN, SCHEDULE_UNKNOWN, SCHEDULE_TRANSITION_ILLEGAL, SCHEDULE_BEGUN, PROVINCE_NOT_ALLOWED and
   * those of its sessions
   */
  async reschedule(
    em: EntityManager,
    { id, sessions }: { id: string; sessions: readonly SessionTimes[] },
    caller: Caller,
  ): Promise<string> {
    touched('Schedule', id);
    const now = this.#now();
    return em.transactional(async (tx) => {
      const { status, startsAt, regionCode } = await this.#own(tx, { id, caller, path: ['input', 'id'] });
      if (status !== 'PUBLISHED') throw transition.refusal(status as ScheduleStatus, ScheduleStatus.PUBLISHED);
      if (startsAt <= now) throw refusals.begun();
      checkSessions(sessions, now);
      checkOffline(sessions, regionCode);
      await execute(tx, DROP_SESSIONS, [id]);
      await execute(tx, RESCHEDULE, [id, ...timesOf(sessions)]);
      return id;
    });
  }

  /**
   * Cancels a class in the caller's transaction; who had a seat is the business of the enrolments.
   * @throws Refusal FORBIDDEN, SCHEDULE_UNKNOWN, REASON_MALFORMED, SCHEDULE_TRANSITION_ILLEGAL
   */
  async cancel(tx: Transaction, id: string, { caller, reason }: { caller: Caller; reason: string }): Promise<OwnClass> {
    touched('Schedule', id);
    const kept = typedWithin(reason, { least: 5, most: 500, read: typedText });
    if (kept === null) throw refusals.reason();
    const own = await this.#own(tx, { id, caller, path: ['id'] });
    transition(own.status as ScheduleStatus, ScheduleStatus.CANCELLED);
    await execute(tx, CANCEL, [id, this.#now(), kept]);
    return own;
  }

  /** Ends the classes whose last session is over. @returns how many */
  async finish({ pool }: Pick<Database, 'pool'>): Promise<number> {
    return (await pool.query(FINISH.text, [this.#now(), FINISHED_AT_ONCE])).rowCount ?? 0;
  }

  async #offeredMode(tx: Transaction, course: string, organization: string): Promise<`${CourseMode}`> {
    const [found] = isUuid(course) ? (await execute(tx, OWN_COURSE, [course, organization])).rows : [];
    if (!found) throw refusals.courseUnknown();
    if (found.status !== 'ACTIVE' && found.status !== 'WATCHED') throw refusals.courseNotOffered();
    return found.mode;
  }

  async #own(
    tx: Transaction,
    { id, caller, path }: { id: string; caller: Caller; path: readonly string[] },
  ): Promise<OwnClass> {
    const organization = publishingOrganization(caller);
    if (organization === null) throw refusals.forbidden();
    const [own] = isUuid(id) ? (await execute(tx, OWN_CLASS, [id, organization])).rows : [];
    if (!own) throw refusals.unknown(path);
    return own;
  }
}
