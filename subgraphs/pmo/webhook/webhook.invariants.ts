import type { Invariant } from '../../kit/invariant.ts';

/** What holds of webhooks at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'no webhook has come further than the events of its organisation',
    sql: `select webhook.id, position, last_sequence from webhook left join fact_counter using (organization_id)
      where position > coalesce(last_sequence, 0)`,
  },
  {
    name: 'a webhook that is not removed has one secret without an end',
    sql: `select webhook.id, count(webhook_secret.id) as secrets from webhook
        left join webhook_secret on webhook_id = webhook.id and ends_at is null
      where status <> 'REMOVED' group by 1 having count(webhook_secret.id) <> 1`,
  },
];
