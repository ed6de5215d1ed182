import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { WebhookOutcome, WebhookPause, WebhookStatus } from './webhook.status.ts';

/** An endpoint of an organisation, and how far it has come in the organisation's events. */
export const WebhookEntity = defineEntity({
  name: 'Webhook',
  tableName: 'webhook',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    url: p.text(),
    /** Null for every type. */
    types: p.array<string>().strictNullable(),
    status: p.text().$type<WebhookStatus>(),
    pausedBecause: p.text().$type<WebhookPause>().strictNullable(),
    /** The number of the last event that was delivered or is not wanted. */
    position: p.bigint(),
    /** Tries in a row that failed. */
    failures: p.integer().default(0),
    failingSince: p.datetime(3).strictNullable(),
    isSlow: p.boolean().default(false),
    /** Not tried before. */
    dueAt: p.datetime(3),
    turnAt: p.datetime(3),
    createdAt: p.datetime(3),
  },
});

export type Webhook = InferEntity<typeof WebhookEntity>;

/** A secret that signs, sealed under the key of the organisation. */
export const WebhookSecretEntity = defineEntity({
  name: 'WebhookSecret',
  tableName: 'webhook_secret',
  properties: {
    id: p.uuid().primary(),
    webhookId: p.uuid(),
    sealed: p.blob().$type<Buffer>().columnType('bytea'),
    createdAt: p.datetime(3),
    /** Null for the newest. */
    endsAt: p.datetime(3).strictNullable(),
  },
});

/** Events that a webhook gets once more. */
export const WebhookReplayEntity = defineEntity({
  name: 'WebhookReplay',
  tableName: 'webhook_replay',
  properties: {
    id: p.uuid().primary(),
    webhookId: p.uuid(),
    types: p.array<string>().strictNullable(),
    factIds: p.array<string>().columnType('uuid[]').strictNullable(),
    firstSequence: p.bigint(),
    lastSequence: p.bigint(),
    position: p.bigint(),
    turnAt: p.datetime(3),
    requestedAt: p.datetime(3),
    endedAt: p.datetime(3).strictNullable(),
  },
});

/** One try to deliver one event; rows are only ever added, and dropped by the month. */
export const WebhookTryEntity = defineEntity({
  name: 'WebhookTry',
  tableName: 'webhook_try',
  primaryKeys: ['id', 'at'],
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    webhookId: p.uuid(),
    replayId: p.uuid().strictNullable(),
    factId: p.uuid(),
    sequence: p.bigint(),
    type: p.text(),
    number: p.integer(),
    outcome: p.text().$type<WebhookOutcome>(),
    statusCode: p.integer().strictNullable(),
    tookMs: p.integer(),
    at: p.datetime(3).primary(),
  },
});
