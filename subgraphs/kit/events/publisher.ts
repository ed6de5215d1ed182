import type { Clock } from 'pg-boss';
import type { Logger } from '../log.ts';
import { createBoss } from './boss.ts';
import type { Subscriber } from './delivery.request.ts';
import { startDelivery } from './delivery.ts';
import { createOutbox, type Outbox, type Subscription } from './outbox.ts';
import { createQueues } from './queues.ts';

export interface PublisherOptions {
  /** The subgraph's name. */
  source: string;
  databaseUrl: string;
  subscribers: readonly (Subscriber & Subscription)[];
  logger: Logger;
  clock?: Clock;
}

export interface Publisher {
  outbox: Outbox;
  /** Takes no more jobs, waits for the deliveries in flight (at most 15 s) and closes the connections. */
  stop(): Promise<void>;
}

const STOP_MS = 15_000;

/** Starts publishing and delivering; without subscribers it opens no connection. The migrations must have run. */
export const startPublisher = async (options: PublisherOptions): Promise<Publisher> => {
  const { source, databaseUrl, subscribers, logger, clock } = options;
  if (subscribers.length === 0) {
    return { outbox: createOutbox({ source, subscriptions: [] }), stop: async () => undefined };
  }
  const boss = await createBoss({ databaseUrl, logger, ...(clock && { clock }) });
  for (const { name } of subscribers) await createQueues(boss, name);
  const delivery = await startDelivery({ boss, source, subscribers, logger });
  const outbox = createOutbox({ source, boss, subscriptions: subscribers, onCommit: delivery.wake });
  const shutDown = async () => {
    await boss.stop({ graceful: true, timeout: STOP_MS });
    await delivery.close();
  };
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= shutDown();
    return stopped;
  };
  return { outbox, stop };
};
