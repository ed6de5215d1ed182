import { Arg, Ctx, ID, Int, Resolver } from 'type-graphql';
import type { Database } from '../../kit/database.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, type DeclaredMutation, IdempotencyKey } from '../../kit/mutation.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import type { ReplayService } from './replay.service.ts';
import { KIND, placeOf } from './secret.ts';
import { ReplayInput, WebhookInput } from './webhook.input.ts';
import type { WebhookLoaders } from './webhook.loader.ts';
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
import type { SecretAnswer, WebhookService } from './webhook.service.ts';
import { SECRET } from './webhook.statement.ts';
import { WebhookType } from './webhook.type.ts';

interface Slice extends RequestContext {
  webhooks: WebhookService;
  webhookReplays: ReplayService;
  vault: Vault;
  loaders: WebhookLoaders;
}

interface SealedSecret {
  id: string;
  organizationId: string;
  sealed: Buffer;
}

const open = async (database: Database, vault: Vault, secretId: string): Promise<string | null> => {
  const { rows } = await database.pool.query<SealedSecret>(SECRET, [secretId]);
  const sealed = rows.map((row) => ({ ...placeOf(row.organizationId, row.id), kind: KIND, sealed: row.sealed }));
  const [secret] = await vault.open(database, sealed);
  return secret instanceof Secret ? secret.reveal() : null;
};

const WebhookId = () => Arg('id', () => ID, { description: "The webhook's id." });

@Resolver(() => WebhookType)
export class WebhookChangeResolver {
  @Declared(registerWebhook)
  async registerWebhook(
    @Arg('input', () => WebhookInput, { description: 'The address, and the types of events for it.' })
    input: WebhookInput,
    @IdempotencyKey() key: string,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, webhooks, caller, requestId } = context;
    return withSecret(registerWebhook, context, () => webhooks.register(em(), input, { caller, requestId, key }));
  }

  @Declared(updateWebhook)
  async updateWebhook(
    @WebhookId() id: string,
    @Arg('input', () => WebhookInput, { description: 'The address and the types from now on.' }) input: WebhookInput,
    @Ctx() { em, webhooks, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(updateWebhook, language, async () =>
      loaders.webhook.load(await webhooks.update(em(), id, { ...input, caller, requestId })),
    );
  }

  @Declared(pauseWebhook)
  async pauseWebhook(
    @WebhookId() id: string,
    @Ctx() { em, webhooks, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(pauseWebhook, language, async () =>
      loaders.webhook.load(await webhooks.pauseOwn(em(), id, { caller, requestId })),
    );
  }

  @Declared(resumeWebhook)
  async resumeWebhook(
    @WebhookId() id: string,
    @Arg('afterSequence', () => Int, {
      nullable: true,
      description:
        'Go on behind the event of this number, to leave out one that it cannot take; where it stopped when left out.',
    })
    afterSequence: number | null,
    @Ctx() { em, webhooks, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(resumeWebhook, language, async () =>
      loaders.webhook.load(
        await webhooks.resume(em(), id, { caller, requestId, afterSequence: afterSequence ?? null }),
      ),
    );
  }

  @Declared(rotateWebhookSecret)
  async rotateWebhookSecret(
    @WebhookId() id: string,
    @IdempotencyKey() key: string,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, webhooks, caller, requestId } = context;
    return withSecret(rotateWebhookSecret, context, () => webhooks.rotate(em(), id, { caller, requestId, key }));
  }

  @Declared(removeWebhook)
  async removeWebhook(
    @WebhookId() id: string,
    @Ctx() { em, webhooks, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(removeWebhook, language, async () =>
      loaders.webhook.load(await webhooks.remove(em(), id, { caller, requestId })),
    );
  }

  @Declared(sendTestEvent)
  async sendTestEvent(
    @WebhookId() id: string,
    @Ctx() { em, webhooks, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(sendTestEvent, language, async () =>
      loaders.webhook.load(await webhooks.test(em(), id, { caller, requestId })),
    );
  }

  @Declared(replayEvents)
  async replayEvents(
    @WebhookId() id: string,
    @Arg('input', () => ReplayInput, { description: 'Which events.' }) input: ReplayInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, webhookReplays, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(replayEvents, language, async () =>
      loaders.webhook.load(await webhookReplays.replay(em(), { ...input, id }, { caller, requestId, key })),
    );
  }
}

/** Answers a webhook with the secret that the call, or the first one under its key, has made. */
const withSecret = async (
  mutation: DeclaredMutation<WebhookType>,
  { database, vault, loaders, language }: Slice,
  change: () => Promise<SecretAnswer>,
): Promise<object> => {
  let secret: string | null = null;
  const payload = await answer(mutation, language, async () => {
    const { id, secretId } = await change();
    secret = await open(database, vault, secretId);
    return loaders.webhook.load(id);
  });
  return { ...payload, secret };
};
