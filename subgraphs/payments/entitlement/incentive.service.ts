import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { participantsReinstated } from '../freeze/freeze.events.ts';
import { lift } from '../freeze/index.ts';
import { COMPLETED, ISSUED, LOCK, RATED, REVOKED, SUBMITTED, TO_RECHECK } from './condition.statement.ts';
import type {
  certificateIssued,
  certificateRevoked,
  courseCompleted,
  courseRated,
  surveySubmitted,
} from './entitlement.events.ts';
import { settle } from './settle.service.ts';

/** People of one transaction of the recheck. */
const AT_ONCE = 1_000;

/**
 * Makes incentives due, in the transaction of the inbox: each happening is remembered under the lock of its people, and
 * then it is decided from all that is known. So the order in which they come changes nothing.
 */
export class IncentiveService {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor({ database, now }: { database: Database; now: () => Date }) {
    this.#database = database;
    this.#now = now;
  }

  completed = async (em: EntityManager, data: EventData<typeof courseCompleted>, event: ReceivedEvent) => {
    const { participant, enrollment, isFirst, at } = data;
    if (!isFirst) return;
    await execute(em, COMPLETED, [participant, enrollment, new Date(at)]);
    await this.#settle(em, [participant], event);
  };

  rated = async (em: EntityManager, data: EventData<typeof courseRated>, event: ReceivedEvent) => {
    const { participant, enrollment, isFirst, isInTime, at } = data;
    if (!isFirst) return;
    await execute(em, RATED, [participant, enrollment, new Date(at), isInTime]);
    await this.#settle(em, [participant], event);
  };

  issued = async (em: EntityManager, { certificates }: EventData<typeof certificateIssued>, event: ReceivedEvent) => {
    const participants = certificates.map(({ participant }) => participant);
    await execute(em, LOCK, [participants]);
    const facts = [...new Map(certificates.map((each) => [each.certificate, each])).values()];
    await execute(em, ISSUED, [
      facts.map(({ certificate }) => certificate),
      facts.map(({ participant }) => participant),
      facts.map(({ enrollment }) => enrollment),
      facts.map(({ issuedAt }) => new Date(issuedAt)),
    ]);
    await this.#settle(em, participants, event);
  };

  revoked = async (em: EntityManager, data: EventData<typeof certificateRevoked>, event: ReceivedEvent) => {
    const { certificate, participant, enrollment, at } = data;
    await execute(em, LOCK, [[participant]]);
    await execute(em, REVOKED, [certificate, participant, enrollment, new Date(at)]);
    await this.#settle(em, [participant], event);
  };

  submitted = async (em: EntityManager, data: EventData<typeof surveySubmitted>, event: ReceivedEvent) => {
    const { participant, wave, instalment, at } = data;
    await execute(em, LOCK, [[participant]]);
    await execute(em, SUBMITTED, [participant, instalment, wave, new Date(at)]);
    await this.#settle(em, [participant], event);
  };

  /** Lifts freezes, and makes due what had to wait for it. */
  reinstated = async (em: EntityManager, data: EventData<typeof participantsReinstated>, event: ReceivedEvent) => {
    await lift(em, data);
    await execute(em, LOCK, [data.participants]);
    await this.#settle(em, data.participants, event);
  };

  /**
   * Looks again at everyone whose time has come: the next instalment, an award that was not announced yet, a revocation.
   * Each thousand is a transaction; several processes share the work. @returns how many people
   */
  async recheck(): Promise<number> {
    let total = 0;
    for (let count = AT_ONCE; count === AT_ONCE; total += count) {
      count = await this.#database.orm.em.fork().transactional(async (em) => {
        const { rows } = await execute(em, TO_RECHECK, [this.#now(), AT_ONCE]);
        const participants = rows.map(({ id }) => id);
        if (participants.length > 0) await settle(em, { participants, at: this.#now(), run: uuidv7() });
        return participants.length;
      });
    }
    return total;
  }

  #settle(em: EntityManager, participants: readonly string[], { id, requestid: requestId }: ReceivedEvent) {
    return settle(em, { participants, at: this.#now(), run: id, requestId });
  }
}
