import { deadQueue, deliveryQueue } from '../events/queues.ts';
import type { Figure } from './figure.ts';

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The queues of the subscribers as rows of a name and its queue. */
const queuesOf = (subscribers: readonly string[], queueOf: (subscriber: string) => string) =>
  `(values ${subscribers.map((name) => `(${quoted(name)}, ${quoted(queueOf(name))})`).join(', ')}) as wanted (label, queue)`;

/** How events wait for those who get them. pg-boss counts its queues every two seconds; the oldest is found by index. */
export const outboxFigures = (subscribers: readonly string[]): Figure[] => {
  if (subscribers.length === 0) return [];
  const label = { name: 'subscriber', values: subscribers };
  const counted = (queueOf: (subscriber: string) => string) =>
    `select label, queued_count + active_count as value from ${queuesOf(subscribers, queueOf)} join pgboss.queue on name = queue`;
  return [
    {
      name: 'prakerja_outbox_waiting',
      help: 'Events that a subscriber has not taken yet.',
      label,
      sql: counted(deliveryQueue),
    },
    {
      name: 'prakerja_outbox_oldest_seconds',
      help: 'Age of the oldest event that a subscriber has not taken yet.',
      label,
      sql: `select label, extract(epoch from now() - created_on) as value from ${queuesOf(subscribers, deliveryQueue)}
        cross join lateral (select created_on from pgboss.job where name = queue and state < 'active' and not blocked
          order by priority desc, created_on limit 1) as oldest`,
    },
    {
      name: 'prakerja_outbox_dead_letters',
      help: 'Events that a subscriber did not take in 72 hours.',
      label,
      sql: counted(deadQueue),
    },
  ];
};

/** How long entries of the audit trail wait for their place in the chain. */
export const auditFigures: readonly Figure[] = [
  {
    name: 'prakerja_audit_waiting',
    help: 'Entries of the audit trail that are not in the chain yet.',
    sql: 'select count(*) as value from audit_pending',
  },
  {
    name: 'prakerja_audit_oldest_seconds',
    help: 'Age of the oldest entry of the audit trail that is not in the chain yet.',
    sql: 'select coalesce(extract(epoch from now() - min(at)), 0) as value from audit_pending',
  },
];
