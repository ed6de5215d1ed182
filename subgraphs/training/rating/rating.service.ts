import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Fact, Tell } from '../../kit/facts.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { claimFirst } from '../attendance/index.ts';
import { addRating } from '../course/index.ts';
import { type CutOffs, changesEnd, cutOffsOf, isFinishedInTime, ratingEnds } from './cut-offs.data.ts';
import { courseRated } from './rating.events.ts';
import { raterOf } from './rating.policy.ts';
import { refusals } from './rating.refusal.ts';
import {
  ADD_TO_INSTITUTION,
  CHANGE_OF_INSTITUTION,
  CHANGE_RATING,
  INSERT_RATING,
  KNOWN_RATING,
  RATING_FACTS,
} from './rating.statement.ts';
import { readReview } from './review.text.ts';

interface NewRating {
  enrollmentId: string;
  stars: number;
  review: string;
}

interface RateCall {
  caller: Caller;
  requestId: string;
  key: string;
}

type Facts = RowsOf<typeof RATING_FACTS>;

/** A rating of a course that the person has finished, within the time to rate. */
interface AllowedRating extends NewRating {
  participant: string;
  facts: Facts;
  completedAt: Date;
  rules: CutOffs;
  at: Date;
}

const FINISHED: readonly string[] = ['COMPLETED', 'CERTIFIED'];

/** An id by which nobody finds the time of the rating, and with it the person: it tells the day. */
const reviewId = (at: Date): string => uuidv7(Date.parse(`${jakartaDayAfter(at, 0)}T00:00:00+07:00`), randomBytes(10));

/** What the course's organisations are told; not of whose enrolment, since a review names nobody. */
const factsOf = ({ facts, stars, at }: AllowedRating): Fact[] => {
  const told = [...new Set([facts.platform_organization, facts.institution_organization])].filter((id) => id !== null);
  const data = { course: facts.course, stars };
  return told.map((organization) => ({ organization, type: 'course.rated', subject: facts.course, data, at }));
};

export interface RatingOptions {
  outbox: Outbox;
  tell: Tell;
  now: () => Date;
}

/** Takes the ratings of courses. */
export class RatingService {
  readonly #options: RatingOptions;

  constructor(options: RatingOptions) {
    this.#options = options;
  }

  /**
   * Keeps the caller's rating of a course that they finished, or changes the one that they gave; the first time is told.
   * @returns the enrolment's key
   * @throws Refusal FORBIDDEN, STARS_OUT_OF_RANGE, REVIEW_MALFORMED, REVIEW_HAS_MARKUP, REVIEW_NAMES_CONTACT,
   * ENROLLMENT_UNKNOWN, COURSE_NOT_FINISHED, RATING_CLOSED, RATING_FIXED, IDEMPOTENCY_KEY_MALFORMED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async rate(em: EntityManager, input: NewRating, { caller, requestId, key }: RateCall) {
    const participant = raterOf(caller);
    touched('Enrollment', input.enrollmentId.slice(0, 36));
    if (input.stars < 1 || input.stars > 5) throw refusals.stars();
    const rating = { enrollmentId: input.enrollmentId, stars: input.stars, review: readReview(input.review) };
    if (!isUuid(rating.enrollmentId)) throw refusals.enrollmentUnknown();
    const call = { caller: participant, operation: 'rateCourse', key, body: rating };
    await em.transactional((tx) => once(tx, call, () => this.#rate(tx, { ...rating, participant }, requestId)));
    return { participantId: participant, id: rating.enrollmentId };
  }

  async #rate(tx: EntityManager, rating: NewRating & { participant: string }, requestId: string): Promise<null> {
    const { participant, enrollmentId } = rating;
    const [facts] = (await execute(tx, RATING_FACTS, [participant, enrollmentId])).rows;
    if (!facts) throw refusals.enrollmentUnknown();
    if (!FINISHED.includes(facts.status) || facts.completed_at === null) throw refusals.notFinished();
    const [known] = (await execute(tx, KNOWN_RATING, [participant, enrollmentId])).rows;
    const rules = cutOffsOf(facts.reserved_at);
    const allowed = { ...rating, facts, completedAt: facts.completed_at, rules, at: this.#options.now() };
    if (known) await change(tx, allowed, known);
    else await this.#add(tx, allowed, requestId);
    return null;
  }

  async #add(tx: EntityManager, rating: AllowedRating, requestId: string): Promise<void> {
    const { participant, enrollmentId, stars, review, facts, at, rules, completedAt } = rating;
    if (at >= ratingEnds(rules, completedAt)) throw refusals.closed();
    const row = [participant, enrollmentId, reviewId(at), facts.course, facts.institution, stars, review, at];
    await execute(tx, INSERT_RATING, row);
    await addRating(tx, facts.course, { count: 1, sum: stars });
    await execute(tx, ADD_TO_INSTITUTION, [facts.institution, 1, stars]);
    const isFirst = (await claimFirst(tx, [{ participant, enrollment: enrollmentId }])).has(enrollmentId.toLowerCase());
    const isInTime = isFinishedInTime(rules, completedAt);
    const data = { enrollment: enrollmentId, participant, course: facts.course, stars, isFirst, isInTime };
    await this.#options.outbox.add(tx, courseRated, { data: { ...data, at: at.toISOString() }, requestId });
    await this.#options.tell(tx, factsOf(rating), requestId);
  }
}

const change = async (tx: EntityManager, rating: AllowedRating, known: RowsOf<typeof KNOWN_RATING>): Promise<void> => {
  const { participant, enrollmentId, stars, review, facts, at, rules, completedAt } = rating;
  if (at >= changesEnd(rules, { ratedAt: known.rated_at, completedAt })) throw refusals.fixed();
  await execute(tx, CHANGE_RATING, [participant, enrollmentId, stars, review, at]);
  const difference = stars - known.stars;
  if (difference === 0) return;
  await addRating(tx, facts.course, { count: 0, sum: difference });
  await execute(tx, CHANGE_OF_INSTITUTION, [facts.institution, difference]);
};
