import { column, statement } from '../../kit/statement.ts';

/** Whether an event of the organisation is for this webhook: a test is for the one that it names alone. */
const isWanted = `case when fact.type = 'test.sent' then fact.subject = turn.id::text
  else turn.types is null or fact.type = any(turn.types) end`;

// A lane is a webhook's own place in its organisation's events, or a replay to it.
const LANES = `select webhook.id, null::uuid as replay_id, webhook.position, last_sequence as goal, webhook.types,
      null::uuid[] as fact_ids, webhook.turn_at
    from webhook join fact_counter using (organization_id) where status = 'ACTIVE' and position < last_sequence
  union all
  select webhook_id, id, position, last_sequence, types, fact_ids, turn_at from webhook_replay where ended_at is null`;

/** Whether a webhook has a lane with something to do at $1. */
export const IS_DUE = `select exists (select from (${LANES}) as lane join webhook using (id)
    join organization on organization.id = webhook.organization_id and organization.status = 'ACTIVE'
  where webhook.status = 'ACTIVE' and due_at <= $1) as "isDue"`;

/**
 * Returns what is sent next. $1: now; $2: the webhooks that have a turn already; $3: how many others get one; $4: how
 * many of them may be slow; $5: events of one turn at most; $6: how many numbers it looks through at most.
 */
export const TURNS = statement(
  'webhook-turns',
  {
    id: column.uuid,
    organizationId: column.uuid,
    replayId: column.uuid.orNull,
    url: column.text,
    position: column.int8,
    goal: column.int8,
    failures: column.int4,
    failingSince: column.timestamptz.orNull,
    factId: column.uuid.orNull,
    sequence: column.int8.orNull,
    type: column.text.orNull,
    subject: column.text.orNull,
    data: column.jsonb.orNull,
    occurredAt: column.timestamptz.orNull,
  },
  `with
  -- Of each webhook that is due, the lane that waited longest.
  lane as (
    select distinct on (webhook.id) lane.*, webhook.organization_id, url, failures, failing_since, is_slow
    from (${LANES}) as lane join webhook using (id)
      join organization on organization.id = webhook.organization_id and organization.status = 'ACTIVE'
    where webhook.status = 'ACTIVE' and due_at <= $1 and webhook.id <> all($2::uuid[])
    order by webhook.id, lane.turn_at),
  -- Those that waited longest; slow ones never take all places.
  turn as (
    select * from (select lane.*, row_number() over (partition by is_slow order by turn_at) as place from lane) as placed
    where place <= case when is_slow then $4::int else $3::int end
    order by turn_at limit $3)
  select turn.id, turn.organization_id as "organizationId", turn.replay_id as "replayId", url, turn.position, turn.goal,
    failures, failing_since as "failingSince", found.id as "factId", found.sequence, found.type, found.subject,
    found.data, found.occurred_at as "occurredAt"
  from turn left join lateral (
    select fact.* from fact
    where fact.organization_id = turn.organization_id
      and fact.sequence > turn.position and fact.sequence <= least(turn.goal, turn.position + $6::int)
      and (turn.fact_ids is null or fact.id = any(turn.fact_ids)) and ${isWanted}
    order by fact.sequence limit $5) as found on true
  order by turn.turn_at, turn.id, found.sequence`,
);

/** The secrets that sign at $2, newest first, of the webhooks $1. */
export const SECRETS = statement(
  'webhook-secrets',
  { id: column.uuid, webhookId: column.uuid, organizationId: column.uuid, sealed: column.bytea },
  `select webhook_secret.id, webhook_id as "webhookId", organization_id as "organizationId", sealed
  from webhook_secret join webhook on webhook.id = webhook_id
  where webhook_id = any($1::uuid[]) and (ends_at is null or ends_at > $2)
  order by webhook_secret.created_at desc`,
);

/**
 * Writes down the turns that have ended, $1, and their tries, $2. A lane moves on only from where the turn began, so
 * what another process or the owner changed meanwhile stays.
 */
export const END_TURNS = `with
  ended as (
    select * from jsonb_to_recordset($1) as row (id uuid, replay_id uuid, begun bigint, reached bigint,
      failures int, failing_since timestamptz, due_at timestamptz, turn_at timestamptz, is_slow boolean)),
  webhooks as (
    update webhook set failures = ended.failures, failing_since = ended.failing_since, due_at = ended.due_at,
      is_slow = ended.is_slow,
      position = case when replay_id is null and position = begun then reached else position end,
      turn_at = case when replay_id is null then ended.turn_at else webhook.turn_at end
    from ended where ended.id = webhook.id),
  replays as (
    update webhook_replay set position = reached, turn_at = ended.turn_at,
      ended_at = case when reached = last_sequence then ended.turn_at end
    from ended where replay_id = webhook_replay.id and position = begun and ended_at is null)
  insert into webhook_try (webhook_id, replay_id, fact_id, sequence, type, number, outcome, status_code, took_ms, at)
  select * from jsonb_to_recordset($2) as row (webhook_id uuid, replay_id uuid, fact_id uuid, sequence bigint,
    type text, number int, outcome text, status_code int, took_ms int, at timestamptz)`;
