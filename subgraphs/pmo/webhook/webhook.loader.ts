import DataLoader from 'dataloader';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { WebhookEntity, WebhookReplayEntity, WebhookTryEntity } from './webhook.entity.ts';
import { WebhookStatus } from './webhook.status.ts';
import type { WebhookDeliveryType, WebhookReplayType, WebhookType } from './webhook.type.ts';

const query = queriesOver(WebhookEntity, WebhookReplayEntity, WebhookTryEntity);

type Tables = Schema<typeof WebhookEntity | typeof WebhookReplayEntity | typeof WebhookTryEntity>;

const webhooks = (db: Kysely<Tables>) =>
  db
    .selectFrom('webhook')
    .select(['webhook.id', 'organizationId', 'url', 'types', 'status', 'pausedBecause', 'failures', 'failingSince'])
    .select(['createdAt', 'webhook.dueAt as nextAttemptAt'])
    .select(sql<number>`webhook.position::int`.as('position'));

const BY_ID = query<{ ids: readonly string[] }>()('webhook-by-id', (db, { ids }) =>
  webhooks(db).where(isOneOf('webhook.id', ids, 'uuid')),
);

const PAGE = query<PageValues>()('webhooks-of-organizations', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'webhook.id',
    of: (organization) =>
      webhooks(db).where('organizationId', '=', organization).where('status', '<>', sql.lit(WebhookStatus.REMOVED)),
  }),
);

const TRIES = query<PageValues>()('tries-of-webhooks', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'webhook_try.id',
    of: (webhook) =>
      db
        .selectFrom('webhook_try')
        .select(['id', 'webhookId', 'factId as eventId', 'type', 'replayId', 'number as attempt', 'outcome'])
        .select(['statusCode', 'tookMs', 'at', sql<number>`sequence::int`.as('sequence')])
        .where('webhookId', '=', webhook),
  }),
);

const REPLAYS = query<PageValues>()('replays-of-webhooks', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'webhook_replay.id',
    of: (webhook) =>
      db
        .selectFrom('webhook_replay')
        .select(['id', 'webhookId', 'requestedAt', 'endedAt'])
        .select([
          sql<number>`first_sequence::int`.as('firstSequence'),
          sql<number>`last_sequence::int`.as('lastSequence'),
          sql<number>`position::int`.as('position'),
        ])
        .where('webhookId', '=', webhook),
  }),
);

/** Replays that are shown of each webhook, newest first. */
export const SHOWN_REPLAYS = 10;

const replaysByWebhook = (database: Database) =>
  new DataLoader<string, WebhookReplayType[]>(async (ids) => {
    const page = { first: SHOWN_REPLAYS - 1, after: null };
    const rows = (await database.read(REPLAYS, pageValues(ids, page))) as WebhookReplayType[];
    const found = Map.groupBy(rows, ({ webhookId }) => webhookId);
    return ids.map((id) => found.get(id) ?? []);
  });

export const webhookLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  webhook: byKey<string, WebhookType>(
    (ids) => database.read(BY_ID, { ids: ids.filter(isUuid) }) as Promise<WebhookType[]>,
    ({ id }) => id,
  ),
  webhooks: pagesByParent<IdKey, WebhookType>(
    (parents, page) => database.read(PAGE, pageValues(parents, page)) as Promise<WebhookType[]>,
    ({ organizationId }) => organizationId,
  ),
  webhookDeliveries: pagesByParent<IdKey, WebhookDeliveryType>(
    (parents, page) => database.read(TRIES, pageValues(parents, page)) as Promise<WebhookDeliveryType[]>,
    ({ webhookId }) => webhookId,
  ),
  webhookReplays: replaysByWebhook(database),
});

export type WebhookLoaders = ReturnType<typeof webhookLoaders>;
