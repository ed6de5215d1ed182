/** Locks an organisation, so that its webhooks are counted by one transaction at a time. */
export const ORGANIZATION = 'select from organization where id = $1 for no key update';

export const COUNT = `select count(*)::int as webhooks from webhook where organization_id = $1 and status <> 'REMOVED'`;

/** Returns the number of an organisation's last event; no row when it has none. */
export const HEAD = 'select last_sequence as head from fact_counter where organization_id = $1';

export const ADD_SECRET = 'insert into webhook_secret (id, webhook_id, sealed, created_at) values ($1, $2, $3, $4)';

export const LIVE_SECRETS = `select count(*)::int as live from webhook_secret
  where webhook_id = $1 and (ends_at is null or ends_at > $2)`;

/** Ends the secrets of a webhook at $2, those that would be valid longer. */
export const END_SECRETS = `update webhook_secret set ends_at = greatest($2, created_at)
  where webhook_id = $1 and (ends_at is null or ends_at > $2)`;

/** Returns the secret $1 as it is sealed. */
export const SECRET = `select webhook_secret.id, organization_id as "organizationId", sealed
  from webhook_secret join webhook on webhook.id = webhook_id where webhook_secret.id = $1`;
