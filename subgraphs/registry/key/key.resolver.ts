import { Arg, Args, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import type { Publishers } from '../ownership/index.ts';
import { type KeyLoaders, listKeys } from './key.loader.ts';
import { approvePublisherKey, registerPublisherKey, revokePublisherKey } from './key.mutations.ts';
import { mayDecide } from './key.policy.ts';
import type { KeyService } from './key.service.ts';
import { PublisherKeyConnection, PublisherKeyType, RegisterPublisherKeyInput } from './key.type.ts';

interface Slice extends RequestContext {
  publisherKeys: KeyService;
  acting: Publishers;
  loaders: KeyLoaders;
}

const keyOfList = z.tuple([z.string().regex(/^[0-9a-f]{64}$/)]);

@Resolver(() => PublisherKeyType)
export class PublisherKeyResolver {
  @Directive(requiresScopes('subgraph:publish', 'subgraph:approve'))
  @Query(() => PublisherKeyConnection, {
    description:
      'Keys that sign revisions: those of your own organisation, or of all with `subgraph:approve`. In no particular order.',
  })
  async publisherKeys(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, acting, database }: Slice,
  ): Promise<Connection<PublisherKeyType>> {
    demandScope(caller, 'subgraph:publish', 'subgraph:approve');
    const page = readPage(args, keyOfList);
    const rows = await listKeys(database, page, mayDecide(caller) ? null : acting.of(caller));
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @Declared(registerPublisherKey)
  async registerPublisherKey(
    @Arg('input', () => RegisterPublisherKeyInput, { description: 'The key.' }) input: RegisterPublisherKeyInput,
    @Ctx() { em, publisherKeys, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(registerPublisherKey, language, async () =>
      loaders.publisherKey.load(await publisherKeys.propose(em(), input, caller)),
    );
  }

  @Declared(approvePublisherKey)
  async approvePublisherKey(
    @Arg('id', () => ID, { description: "The key's id." }) id: string,
    @Ctx() { em, publisherKeys, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(approvePublisherKey, language, async () =>
      loaders.publisherKey.load(await publisherKeys.approve(em(), id, caller)),
    );
  }

  @Declared(revokePublisherKey)
  async revokePublisherKey(
    @Arg('id', () => ID, { description: "The key's id." }) id: string,
    @Arg('reason', () => String, { description: 'For its organisation to read: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, publisherKeys, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(revokePublisherKey, language, async () =>
      loaders.publisherKey.load(await publisherKeys.revoke(em(), id, { caller, reason })),
    );
  }
}
