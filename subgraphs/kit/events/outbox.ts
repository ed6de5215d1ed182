import type { EntityManager } from '@mikro-orm/postgresql';
import { fromKysely, type PgBoss } from 'pg-boss';
import type { z } from 'zod';
import { execute } from '../database.ts';
import type { EventDefinition, EventInput } from './event.ts';
import { deliveryJob, deliveryQueue } from './queues.ts';

export interface Subscription {
  name: string;
  /** The event types that this subscriber gets; all of the publisher's when absent. */
  types?: readonly string[] | undefined;
}

export interface OutboxOptions {
  /** The publisher's name: CloudEvents `source` and the first part of every type that it may publish. */
  source: string;
  /** Absent when nobody subscribes: the events are then only recorded. */
  boss?: PgBoss;
  subscriptions: readonly Subscription[];
  /** Called after the commit of each transaction that published, so that delivery need not wait for its next poll. */
  onCommit?: () => void;
}

export interface Outbox {
  /**
   * Publishes one event or many in `em`'s transaction: one statement and one more per subscriber, however many. Events of
   * several requests name a request id each, in the order of `data`.
   * @returns the events' ids
   * @throws Error outside a transaction, for another subgraph's event type and for data that its schema refuses
   */
  add<Definition extends EventDefinition>(
    em: EntityManager,
    definition: Definition,
    event: {
      data: EventInput<Definition> | readonly EventInput<Definition>[];
      requestId: string | readonly string[];
    },
  ): Promise<string[]>;
}

const insertEvents = `
  insert into event_outbox (type, version, request_id, data)
  select $1, $2, ($3::text[])[least(number, cardinality($3::text[]))], payload
    from jsonb_array_elements($4::jsonb) with ordinality as event (payload, number) order by number
  returning id`;

export const createOutbox = ({ source, boss, subscriptions, onCommit }: OutboxOptions): Outbox => {
  const published = new WeakSet<object>();
  const watched = new WeakSet<object>();

  const callAfterCommit = (em: EntityManager) => {
    const events = em.getEventManager();
    const transaction = em.getTransactionContext();
    if (!onCommit || !transaction) return;
    published.add(transaction);
    if (watched.has(events)) return;
    watched.add(events);
    events.registerSubscriber({
      afterTransactionCommit: (committed) => {
        if (committed.transaction && published.has(committed.transaction)) onCommit();
      },
    });
  };

  const checkMayPublish = (em: EntityManager, definition: EventDefinition) => {
    if (!em.isInTransaction()) throw new Error(`${definition.type} must be published in a transaction`);
    if (!definition.type.startsWith(`${source}.`)) throw new Error(`${source} cannot publish ${definition.type}`);
  };

  const enqueue = async (em: EntityManager, { type }: EventDefinition, ids: readonly string[]) => {
    if (!boss || ids.length === 0) return;
    const db = fromKysely(em.getKysely());
    for (const { name, types } of subscriptions) {
      if (types && !types.includes(type)) continue;
      const jobs = ids.map((event) => deliveryJob({ event, type }));
      await boss.insert(deliveryQueue(name), jobs, { db });
    }
    callAfterCommit(em);
  };

  return {
    add: async (em, definition, { data, requestId }) => {
      checkMayPublish(em, definition);
      const all = Array.isArray(data) ? data : [data];
      const payloads = all.map((item): z.output<typeof definition.data> => definition.data.parse(item));
      const values = [definition.type, definition.version, [requestId].flat(), JSON.stringify(payloads)];
      const ids = (await execute<{ id: string }>(em, insertEvents, values)).rows.map(({ id }) => id);
      await enqueue(em, definition, ids);
      return ids;
    },
  };
};
