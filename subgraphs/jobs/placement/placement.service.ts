import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Tell } from '../../kit/facts.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { RowsOf } from '../../kit/statement.ts';
import {
  ApplicationStatus,
  applicantOf,
  transition as applicationTransition,
  HIRE,
  portalOf,
} from '../application/index.ts';
import { placementReported } from './placement.events.ts';
import { refusals } from './placement.refusal.ts';
import { ANSWER, APPLICATION, BY_APPLICATION, LOCK_PLACEMENT, REPORT, RETAIN } from './placement.statement.ts';
import { PlacementStatus, transition, type WageBand } from './placement.status.ts';

/** How many days ahead a start may lie. */
export const MOST_DAYS_AHEAD = 90;
const DAYS = { 3: 90, 6: 181 } as const;

export interface ReportedPlacement {
  applicationId: string;
  /** `YYYY-MM-DD`. */
  startsOn: string;
  wageBand: WageBand;
  isRetainedAt3Months?: boolean | null;
  isRetainedAt6Months?: boolean | null;
}

interface PlacementCall {
  caller: Caller;
  requestId: string;
}

type Placement = RowsOf<typeof BY_APPLICATION>;

const isSame = (found: Placement, input: ReportedPlacement): boolean =>
  found.startsOn === input.startsOn && found.wageBand === input.wageBand;

/**
 * What is known of retention with a report: what it leaves out stays as the same report said before.
 * @throws Refusal RETENTION_CONTRADICTORY
 */
const retentionOf = (input: ReportedPlacement, found: Placement | undefined) => {
  const former = found && isSame(found, input) ? found : undefined;
  const three = input.isRetainedAt3Months ?? former?.isRetainedAt3Months ?? null;
  const six = input.isRetainedAt6Months ?? former?.isRetainedAt6Months ?? null;
  if (six === true && three !== true) throw refusals.retentionMismatch();
  return { three, six };
};

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** Keeps hires that portals report, and what people say of them. */
export class PlacementService {
  readonly #outbox: Outbox;
  readonly #tell: Tell;
  readonly #now: () => Date;

  constructor({ outbox, tell, now }: { outbox: Outbox; tell: Tell; now: () => Date }) {
    this.#outbox = outbox;
    this.#tell = tell;
    this.#now = now;
  }

  /**
   * Keeps that somebody who applied was hired. The same report again changes nothing; until the person confirms it,
   * another one replaces it; retention is added at any time.
   * @returns the application's id
   * @throws Refusal FORBIDDEN, APPLICATION_UNKNOWN, APPLICATION_TRANSITION_ILLEGAL, START_OUT_OF_RANGE,
   * RETENTION_TOO_EARLY, RETENTION_CONTRADICTORY, PLACEMENT_CONFIRMED
   */
  async report(em: EntityManager, input: ReportedPlacement, { caller, requestId }: PlacementCall): Promise<string> {
    const portal = portalOf(caller);
    if (!isUuid(input.applicationId)) throw refusals.applicationUnknown();
    const application = input.applicationId.toLowerCase();
    touched('Application', application);
    return em.transactional(async (tx) => {
      const at = this.#now();
      const [applied] = (await execute(tx, APPLICATION, [application, portal])).rows;
      if (!applied) throw refusals.applicationUnknown();
      const { participant, appliedOn } = applied;
      this.#check(input, { appliedOn, today: jakartaDayAfter(at, 0) });
      const [found] = (await execute(tx, BY_APPLICATION, [[application]])).rows;
      const { startsOn, wageBand } = input;
      const { three, six } = retentionOf(input, found);
      if (found && (found.status === PlacementStatus.CONFIRMED || isSame(found, input))) {
        if (!isSame(found, input)) throw refusals.confirmed();
        await execute(tx, RETAIN, [participant, found.id, three, six]);
        return application;
      }
      if (!found && (await execute(tx, HIRE, [participant, application, at])).rows.length === 0)
        throw applicationTransition.refusal(ApplicationStatus.WITHDRAWN, ApplicationStatus.HIRED);
      const wanted = [participant, uuidv7(at.getTime()), application, portal, startsOn, wageBand, three, six, at];
      const id = (await execute(tx, REPORT, wanted)).rows[0]?.id as string;
      await this.#told(tx, { id, participant, portal, startsOn, status: PlacementStatus.REPORTED }, { at, requestId });
      return application;
    });
  }

  /**
   * Keeps whether the caller confirms a placement of their own; only confirmed ones count.
   * @returns the application's id
   * @throws Refusal FORBIDDEN, PLACEMENT_UNKNOWN, PLACEMENT_TRANSITION_ILLEGAL
   */
  async answer(
    em: EntityManager,
    { id: placementId, isRight }: { id: string; isRight: boolean },
    { caller, requestId }: PlacementCall,
  ): Promise<string> {
    const participant = applicantOf(caller);
    if (!isUuid(placementId)) throw refusals.unknown();
    const id = placementId.toLowerCase();
    touched('Placement', id);
    return em.transactional(async (tx) => {
      const at = this.#now();
      const [found] = (await execute(tx, LOCK_PLACEMENT, [id, participant])).rows;
      if (!found) throw refusals.unknown();
      const status = isRight ? PlacementStatus.CONFIRMED : PlacementStatus.DISPUTED;
      transition(found.status, status);
      await execute(tx, ANSWER, [participant, id, status, at]);
      const { portalId: portal, startsOn, applicationId } = found;
      await this.#told(tx, { id, participant, portal, startsOn, status }, { at, requestId });
      const data = { placement: id, application: applicationId, status: `${status}` as const };
      await this.#tell(tx, { organization: portal, type: 'placement.answered', subject: id, data, at }, requestId);
      return applicationId;
    });
  }

  async #told(
    tx: EntityManager,
    {
      id,
      ...placement
    }: { id: string; participant: string; portal: string; startsOn: string; status: PlacementStatus },
    { at, requestId }: { at: Date; requestId: string },
  ): Promise<void> {
    touched('Placement', id);
    const data = { placement: id, ...placement, at: at.toISOString() };
    await this.#outbox.add(tx, placementReported, { data, requestId });
  }

  #check(input: ReportedPlacement, { appliedOn, today }: { appliedOn: string; today: string }): void {
    const { startsOn, isRetainedAt3Months: three, isRetainedAt6Months: six } = input;
    if (startsOn < appliedOn || startsOn > dayAfter(today, MOST_DAYS_AHEAD))
      throw refusals.startTooFar(MOST_DAYS_AHEAD);
    if (typeof three === 'boolean' && today < dayAfter(startsOn, DAYS[3])) throw refusals.retentionEarly(3);
    if (typeof six === 'boolean' && today < dayAfter(startsOn, DAYS[6])) throw refusals.retentionEarly(6);
  }
}
