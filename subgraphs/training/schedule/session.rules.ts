import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { mayTeachOffline } from './offline.policy.ts';
import { refusals } from './schedule.refusal.ts';

/** When a session is held. */
export interface SessionTimes {
  startsAt: Date;
  endsAt: Date;
}

export const MOST_SESSIONS = 10;
const DAY_MS = 86_400_000;
/** Programme rules, Courses: a day has at most eight hours of sessions. */
const MOST_A_DAY_MS = 8 * 3_600_000;
/** How far ahead a class may begin. */
const HORIZON_DAYS = 730;

/** The first moment of the day in Asia/Jakarta after the one that holds `moment`. */
const nextDay = (moment: Date): Date => new Date(`${jakartaDayAfter(moment, 1)}T00:00:00+07:00`);

/** Adds the milliseconds of a session to each of its days in Asia/Jakarta. */
const addToDays = (days: Map<string, number>, { startsAt, endsAt }: SessionTimes): void => {
  for (let from = startsAt; from < endsAt; ) {
    const day = jakartaDayAfter(from, 0);
    const next = nextDay(from);
    const to = next < endsAt ? next : endsAt;
    days.set(day, (days.get(day) ?? 0) + to.getTime() - from.getTime());
    from = to;
  }
};

const checkTimes = (sessions: readonly SessionTimes[], now: Date): void => {
  for (const [index, { startsAt, endsAt }] of sessions.entries()) {
    if (startsAt <= now) throw refusals.sessionPast(index);
    if (startsAt.getTime() > now.getTime() + HORIZON_DAYS * DAY_MS) throw refusals.sessionFar(index);
    // Before its days are counted: whoever means a year may have typed a session of a thousand of them.
    if (endsAt <= startsAt || endsAt.getTime() - startsAt.getTime() > MOST_A_DAY_MS) {
      throw refusals.sessionTimes(index);
    }
    const before = sessions[index - 1];
    if (before && startsAt < before.endsAt) throw refusals.sessionOrder(index);
  }
};

/**
 * Checks the sessions of a class: in order, none in another, none in the past, at most eight hours a day.
 * @throws Refusal SESSIONS_OUT_OF_RANGE, SESSION_IN_PAST, SESSION_TOO_FAR, SESSION_TIMES_INVALID, SESSION_ORDER_INVALID,
 * DAY_TOO_FULL
 */
export const checkSessions = (sessions: readonly SessionTimes[], now: Date): void => {
  if (sessions.length < 1 || sessions.length > MOST_SESSIONS) throw refusals.sessionCount();
  checkTimes(sessions, now);
  const days = new Map<string, number>();
  for (const [index, session] of sessions.entries()) {
    addToDays(days, session);
    for (const held of days.values()) if (held > MOST_A_DAY_MS) throw refusals.dayFull(index);
  }
};

/**
 * Checks that the policy of each day of a class that is held face to face allows the province.
 * @param regionCode as in `32.73`; null for an online class, which may be held anywhere
 * @throws Refusal PROVINCE_NOT_ALLOWED
 */
export const checkOffline = (sessions: readonly SessionTimes[], regionCode: string | null): void => {
  if (regionCode === null) return;
  const province = regionCode.slice(0, 2);
  for (const { startsAt } of sessions) {
    const day = jakartaDayAfter(startsAt, 0);
    if (!mayTeachOffline(day, province)) throw refusals.province(province, day);
  }
};
