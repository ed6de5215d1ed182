import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { policies } from '../policy/index.ts';
import { review } from '../revocation/index.ts';
import type {
  certificateIssued,
  certificateRevoked,
  classCancelled,
  purchaseAuthorized,
  seatReleased,
} from './journey.events.ts';
import { deadlineExtended } from './journey.events.ts';
import {
  AUTHORIZE,
  EXTEND,
  FROM_ACTIVE,
  ISSUE,
  LOCK,
  RELEASE,
  REVOKE_CERTIFICATE,
  TO_ACTIVE,
} from './journey.statement.ts';

/** Moves people to what their purchases and certificates say: the same in whatever order, and however often, these come. */
const settle = async (em: EntityManager, people: readonly string[], now: Date): Promise<void> => {
  await execute(em, TO_ACTIVE, [people]);
  await execute(em, FROM_ACTIVE, [people]);
  // Whoever is a RECIPIENT again when the time to buy is over loses the award, if payments agrees.
  await review(em, people, now);
};

/** Keeps what payments and training tell of recipients, each in the transaction of the inbox. */
export class JourneyService {
  readonly #outbox: Outbox;
  readonly #now: () => Date;

  constructor({ outbox, now }: { outbox: Outbox; now: () => Date }) {
    this.#outbox = outbox;
    this.#now = now;
  }

  /** Keeps a purchase; the first one makes a recipient ACTIVE. */
  bought = async (em: EntityManager, data: EventData<typeof purchaseAuthorized>): Promise<void> => {
    const { participant, enrollment, at } = data;
    await execute(em, LOCK, [[participant]]);
    await execute(em, AUTHORIZE, [participant, enrollment, new Date(at)]);
    await settle(em, [participant], this.#now());
  };

  /** Keeps that a seat was given back; who has no other purchase is a RECIPIENT again, unless the provider cancelled. */
  released = async (em: EntityManager, data: EventData<typeof seatReleased>): Promise<void> => {
    const { participant, enrollment, reason, at } = data;
    await execute(em, LOCK, [[participant]]);
    await execute(em, RELEASE, [participant, enrollment, new Date(at), reason]);
    await settle(em, [participant], this.#now());
  };

  /** Keeps certificates; the first one makes whoever bought it ALUMNI. */
  certified = async (em: EntityManager, { certificates }: EventData<typeof certificateIssued>): Promise<void> => {
    const people = [...new Set(certificates.map(({ participant }) => participant))];
    await execute(em, LOCK, [people]);
    await execute(em, ISSUE, [JSON.stringify(certificates)]);
    await settle(em, people, this.#now());
  };

  /** Keeps that a certificate was revoked; who has no other one is ACTIVE again. */
  uncertified = async (em: EntityManager, data: EventData<typeof certificateRevoked>): Promise<void> => {
    const { participant, certificate, at } = data;
    await execute(em, LOCK, [[participant]]);
    await execute(em, REVOKE_CERTIFICATE, [participant, certificate, new Date(at)]);
    await settle(em, [participant], this.#now());
  };

  /** Gives the people of a class that its provider cancelled the days of their policy anew, from the cancellation on. */
  extend = async (
    em: EntityManager,
    { at, enrollments }: EventData<typeof classCancelled>,
    { requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    const people = [...new Set(enrollments.map(({ participant }) => participant))];
    const cancelled = new Date(at);
    const timed = policies.flatMap(({ version, purchaseDays }) =>
      purchaseDays === null ? [] : [{ version, until: jakartaDayAfter(cancelled, purchaseDays) }],
    );
    await execute(em, LOCK, [people]);
    const versions = timed.map(({ version }) => version);
    const days = timed.map(({ until }) => until);
    const { rows } = await execute(em, EXTEND, [people, cancelled, versions, days]);
    if (rows.length === 0) return;
    const now = this.#now().toISOString();
    const data = rows.map((row) => ({ ...row, at: now }));
    await this.#outbox.add(em, deadlineExtended, { data, requestId });
  };
}
