import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { type DeliveryJob, deadQueue, subscriberOf } from './queues.ts';

export interface DeadLetter {
  /** The event's id. */
  id: string;
  type: string;
  subscriber: string;
  failedAt: Date;
  error: string;
  attempts: number;
}

export interface DeadLetterFilter {
  subscriber?: string | undefined;
  /** An event's id. */
  id?: string | undefined;
}

const AT_ONCE = 1_000;

const subscribersOf = async (boss: PgBoss, { subscriber }: DeadLetterFilter): Promise<string[]> => {
  const names = (await boss.getQueues()).map(({ name }) => subscriberOf(name)).filter((name) => name !== null);
  if (subscriber === undefined) return names.toSorted();
  if (!names.includes(subscriber)) {
    throw new Error(`no subscriber ${subscriber}; there are: ${names.toSorted().join(', ') || 'none'}`);
  }
  return [subscriber];
};

const toDeadLetter =
  (subscriber: string) =>
  (job: JobWithMetadata<DeliveryJob>): DeadLetter => ({
    id: job.data.event,
    type: job.data.type,
    subscriber,
    failedAt: job.createdOn,
    error: String((job.sourceOutput as { message?: unknown } | null)?.message ?? 'unknown'),
    attempts: (job.sourceRetryCount ?? 0) + 1,
  });

const matching = ({ id }: DeadLetterFilter) => (id === undefined ? {} : { data: { event: id } });

/**
 * The events that some subscriber did not take in 72 hours, oldest first.
 * @throws Error for an unknown subscriber
 */
export const listDeadLetters = async (boss: PgBoss, filter: DeadLetterFilter = {}): Promise<DeadLetter[]> => {
  const letters: DeadLetter[] = [];
  for (const subscriber of await subscribersOf(boss, filter)) {
    const jobs = await boss.findJobs<DeliveryJob>(deadQueue(subscriber), { queued: true, ...matching(filter) });
    letters.push(...jobs.map(toDeadLetter(subscriber)));
  }
  return letters.toSorted((left, right) => left.failedAt.getTime() - right.failedAt.getTime());
};

/**
 * Puts dead letters back into delivery, for another 72 hours.
 * @returns how many
 * @throws Error for an unknown subscriber
 */
export const replayDeadLetters = async (boss: PgBoss, filter: DeadLetterFilter = {}): Promise<number> => {
  let replayed = 0;
  for (const subscriber of await subscribersOf(boss, filter)) {
    for (let moved = AT_ONCE; moved === AT_ONCE; replayed += moved) {
      moved = await boss.redrive(deadQueue(subscriber), { limit: AT_ONCE, ...matching(filter) });
    }
  }
  return replayed;
};
