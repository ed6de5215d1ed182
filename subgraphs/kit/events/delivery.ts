import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss';
import { Agent } from 'undici';
import type { Logger } from '../log.ts';
import { post, type Subscriber } from './delivery.request.ts';
import type { StoredEvent } from './envelope.ts';
import { type DeliveryJob, deliveryQueue } from './queues.ts';

export interface DeliveryOptions {
  boss: PgBoss;
  /** The publisher's name. */
  source: string;
  subscribers: readonly Subscriber[];
  logger: Logger;
}

/**
 * How often each worker of a subscriber looks for jobs by itself, in seconds. What is published wakes them all: only jobs that
 * are tried again, and those of a process that died, wait for the first. Each takes up to a batch at a time and waits for
 * all of it, so a hanging request holds up one of them only.
 */
const LOOKING_EVERY = [1, 10];
const BATCH = 8;

const selectEvents = `
  select id, type, version, occurred_at as "occurredAt", request_id as "requestId", data
  from event_outbox where id = any($1)`;

const eventsOf = async (boss: PgBoss, jobs: readonly JobWithMetadata<DeliveryJob>[]) => {
  const { rows } = await boss.getDb().executeSql(selectEvents, [jobs.map(({ data }) => data.event)]);
  return new Map((rows as StoredEvent[]).map((event) => [event.id, event]));
};

/** The first failure is worth a warning, those that follow are expected, the last needs a person. */
const levelOf = ({ retryCount, retryLimit }: JobWithMetadata) => {
  if (retryCount >= retryLimit) return 'error';
  return retryCount === 0 ? 'warn' : 'debug';
};

const deliverTo = (subscriber: Subscriber, { boss, source, logger }: DeliveryOptions, dispatcher: Agent) => {
  const deliver = async (job: JobWithMetadata<DeliveryJob>, event?: StoredEvent): Promise<JobResult> => {
    if (!event) return { id: job.id, status: 'deadletter', output: { message: 'the event is not in event_outbox' } };
    const fault = await post({ subscriber, event, source, dispatcher });
    if (fault === null) return { id: job.id, status: 'completed' };
    const { id, type, requestId } = event;
    const about = { requestId, event: id, type, subscriber: subscriber.name, attempt: job.retryCount + 1, fault };
    logger[levelOf(job)](about, 'event not delivered');
    return { id: job.id, status: 'failed', output: { message: fault } };
  };
  return async (jobs: JobWithMetadata<DeliveryJob>[]): Promise<JobResult[]> => {
    const events = await eventsOf(boss, jobs);
    return Promise.all(jobs.map((job) => deliver(job, events.get(job.data.event))));
  };
};

/** Starts delivering to each subscriber from its own queue, over its own connections. */
export const startDelivery = async (options: DeliveryOptions) => {
  const agents: Agent[] = [];
  const workers: string[] = [];
  for (const subscriber of options.subscribers) {
    const agent = new Agent({ connections: LOOKING_EVERY.length * BATCH });
    agents.push(agent);
    const handler = deliverTo(subscriber, options, agent);
    const batches = { batchSize: BATCH, burstWhenBatchFull: true, includeMetadata: true, perJobResults: true } as const;
    for (const pollingIntervalSeconds of LOOKING_EVERY) {
      const work = { ...batches, pollingIntervalSeconds };
      workers.push(await options.boss.work(deliveryQueue(subscriber.name), work, handler));
    }
  }
  return {
    /** Looks for jobs now instead of at the next poll. */
    wake: () => {
      for (const worker of workers) options.boss.notifyWorker(worker);
    },
    /** Closes the connections; pg-boss must have stopped. */
    close: async () => {
      await Promise.all(agents.map((agent) => agent.close()));
    },
  };
};
