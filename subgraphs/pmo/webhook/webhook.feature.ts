import { z } from 'zod';
import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { createMonths, dropMonths } from '../../kit/months.ts';
import { daily } from '../../kit/periodic.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { Sequencer } from '../fact/index.ts';
import { Webhooks } from './031-webhooks.migration.ts';
import { WebhookChangeResolver } from './change.resolver.ts';
import { Dispatcher } from './dispatcher.ts';
import { ReplayService } from './replay.service.ts';
import { type Resolve, Targets } from './target.ts';
import { WebhookEntity, WebhookReplayEntity, WebhookSecretEntity, WebhookTryEntity } from './webhook.entity.ts';
import { invariants } from './webhook.invariants.ts';
import { webhookLoaders } from './webhook.loader.ts';
import {
  pauseWebhook,
  registerWebhook,
  removeWebhook,
  replayEvents,
  resumeWebhook,
  rotateWebhookSecret,
  sendTestEvent,
  updateWebhook,
} from './webhook.mutations.ts';
import { WebhookResolver } from './webhook.resolver.ts';
import { Sender } from './webhook.sender.ts';
import { WebhookService } from './webhook.service.ts';

const env = z
  .object({
    NODE_ENV: z.string().default('development'),
    WEBHOOK_LOOPBACK: z.stringbool().default(false),
  })
  .refine(({ NODE_ENV, WEBHOOK_LOOPBACK }) => NODE_ENV !== 'production' || !WEBHOOK_LOOPBACK, {
    path: ['WEBHOOK_LOOPBACK'],
    message: 'production must not send webhooks to its own machine',
  });

type Needs = Omit<Kit, 'env'> & { env: z.infer<typeof env> } & VaultServices &
  FactServices & { sequencer: Sequencer; resolveName?: Resolve };

interface WebhookServices {
  webhooks: WebhookService;
  webhookReplays: ReplayService;
  dispatcher: Dispatcher;
}

const KEPT_DAYS = 90;

const services = ({ env, resolveName, vault, tell, now, database, log, sequencer }: Needs): WebhookServices => {
  const options = { isLoopbackAllowed: env.WEBHOOK_LOOPBACK, ...(resolveName && { resolve: resolveName }) };
  const targets = new Targets(options);
  const webhooks = new WebhookService({ vault, targets, tell, now });
  const pause: ConstructorParameters<typeof Dispatcher>[0]['pause'] = (id, because) =>
    webhooks.pause(database.orm.em.fork(), id, because);
  const dispatcher = new Dispatcher({ database, log, now, vault, pause, sender: new Sender(targets) });
  sequencer.onNumbered(() => dispatcher.wake());
  return { webhooks, dispatcher, webhookReplays: new ReplayService({ now }) };
};

const months = ({ database, log, now }: Pick<Kit, 'database' | 'log' | 'now'>) =>
  daily(
    async () => {
      await createMonths(database, 'create_webhook_try_month', now());
      await dropMonths(database, { table: 'webhook_try', days: KEPT_DAYS, now: now() });
    },
    { log, failure: 'the months of webhook deliveries were not kept' },
  );

export const webhook = defineFeature({
  name: 'webhook',
  env,
  entities: [WebhookEntity, WebhookSecretEntity, WebhookReplayEntity, WebhookTryEntity],
  resolvers: [WebhookResolver, WebhookChangeResolver],
  mutations: [
    registerWebhook,
    updateWebhook,
    pauseWebhook,
    resumeWebhook,
    rotateWebhookSecret,
    removeWebhook,
    sendTestEvent,
    replayEvents,
  ],
  services,
  loaders: webhookLoaders,
  work: ({ dispatcher, ...kit }: Pick<Kit, 'database' | 'log' | 'now'> & WebhookServices) => [dispatcher, months(kit)],
  migrations: [{ name: '031-webhooks', class: Webhooks }],
  invariants,
});
