import { randomInt } from 'node:crypto';
import type { JobInsert, PgBoss, QueueOptions } from 'pg-boss';

export interface DeliveryJob {
  /** The id of the row of event_outbox. */
  event: string;
  type: string;
}

const DEAD = 'dead-';
const HOUR_SECONDS = 3_600;
const RETRY_FOR_SECONDS = 72 * HOUR_SECONDS;
const LONGEST_WAIT_SECONDS = 60;
/** Tries before the wait, which doubles from one second, reaches its longest. */
const RISING_TRIES = 6;
/** The longest that pg-boss accepts. */
const YEAR_SECONDS = 365 * 24 * HOUR_SECONDS;

export const deliveryQueue = (subscriber: string): string => `deliver-${subscriber}`;
export const deadQueue = (subscriber: string): string => `${DEAD}${subscriber}`;
/** The subscriber of a dead letter queue, null for any other queue. */
export const subscriberOf = (queue: string): string | null =>
  queue.startsWith(DEAD) ? queue.slice(DEAD.length) : null;

const retryPlan = (retryDelayMax: number) => ({
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax,
  retryLimit: Math.ceil(RETRY_FOR_SECONDS / retryDelayMax) + RISING_TRIES,
});

const settings: QueueOptions = {
  ...retryPlan(LONGEST_WAIT_SECONDS),
  heartbeatSeconds: 10,
  expireInSeconds: 60,
  retentionSeconds: YEAR_SECONDS,
  // event_outbox keeps the history.
  deleteAfterSeconds: HOUR_SECONDS,
};

/** Creates the queue and the dead letter queue of one subscriber, or brings them to today's settings. */
export const createQueues = async (boss: PgBoss, subscriber: string): Promise<void> => {
  const dead = deadQueue(subscriber);
  await boss.createQueue(dead, { retentionSeconds: YEAR_SECONDS });
  await boss.createQueue(deliveryQueue(subscriber), { ...settings, deadLetter: dead });
  await boss.updateQueue(deliveryQueue(subscriber), { ...settings, deadLetter: dead });
};

/**
 * The job that delivers one event to one subscriber. pg-boss's backoff has jitter until its cap cuts it off, so every
 * job gets a cap of its own: those of an outage do not come back in step.
 */
export const deliveryJob = (data: DeliveryJob): JobInsert<DeliveryJob> => ({
  data,
  ...retryPlan(randomInt(LONGEST_WAIT_SECONDS / 2, LONGEST_WAIT_SECONDS + 1)),
});
