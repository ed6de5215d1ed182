import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demand } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { SHOWN_REPLAYS, type WebhookLoaders } from './webhook.loader.ts';
import { mayRead, mayReadUrl } from './webhook.policy.ts';
import {
  WebhookConnection,
  WebhookDeliveryConnection,
  type WebhookDeliveryType,
  WebhookReplayType,
  WebhookType,
} from './webhook.type.ts';

interface Slice extends RequestContext {
  loaders: WebhookLoaders;
}

const scopes = ['webhook:manage', 'organization:manage'] as const;

@Resolver(() => WebhookType)
export class WebhookResolver {
  @Directive(requiresScopes(...scopes))
  @Query(() => WebhookType, {
    nullable: true,
    description: "A webhook of your organisation, also a removed one; another's is null, as an unknown one is.",
  })
  async webhook(
    @Arg('id', () => ID, { description: "The webhook's id." }) id: string,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<WebhookType | null> {
    demand(
      scopes.some((scope) => caller.can(scope)),
      caller,
      { scopes },
    );
    const webhook = await loaders.webhook.load(id);
    return webhook && mayRead(caller, webhook.organizationId) ? webhook : null;
  }

  @Directive(requiresScopes(...scopes))
  @Query(() => WebhookConnection, {
    description:
      'The webhooks of an organisation, newest first, without removed ones. Officers see how they are, not where they lead.',
  })
  async webhooks(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('organizationId', () => ID, { nullable: true, description: 'Your own organisation when left out.' })
    organizationId: string | null,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<WebhookType>> {
    const parent = organizationId?.toLowerCase() ?? caller.org ?? '';
    demand(mayRead(caller, parent), caller, { scopes, or: 'organization' });
    const page = readPage(args, idKey);
    const rows = isUuid(parent) ? await loaders.webhooks.load({ parent, page }) : [];
    return toConnection(rows, page, (webhook) => [webhook.id]);
  }

  @FieldResolver(() => String, { nullable: true })
  url(@Root() { url, organizationId }: WebhookType, @Ctx() { caller }: Slice): string | null {
    return mayReadUrl(caller, organizationId) ? url : null;
  }

  @FieldResolver(() => WebhookDeliveryConnection, { description: 'Every try to deliver to it, newest first.' })
  async deliveries(
    @Root() { id }: WebhookType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<WebhookDeliveryType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.webhookDeliveries.load({ parent: id, page }), page, (each) => [each.id]);
  }

  @Directive(listOf(SHOWN_REPLAYS))
  @FieldResolver(() => [WebhookReplayType], { description: 'Its last ten replays, newest first.' })
  replays(@Root() { id }: WebhookType, @Ctx() { loaders }: Slice): Promise<WebhookReplayType[]> {
    return loaders.webhookReplays.load(id);
  }
}
