import { Arg, Ctx, Directive, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { registerClient, resumeClient, rotateClientKey, suspendClient } from './client.mutations.ts';
import type { ClientService } from './client.service.ts';
import { Jwk } from './jwk.scalar.ts';
import { RegisterClientInput } from './organization.input.ts';
import type { OrganizationLoaders } from './organization.loader.ts';
import { ClientKeyType, ClientType } from './organization.type.ts';

interface Slice extends RequestContext {
  clients: ClientService;
  loaders: OrganizationLoaders;
}

@Resolver(() => ClientType)
export class ClientResolver {
  @Directive(listOf(5))
  @FieldResolver(() => [ClientKeyType], { description: 'Its keys, newest first, with those that have ended.' })
  async keys(@Root() { id }: ClientType, @Ctx() { loaders }: Slice): Promise<ClientKeyType[]> {
    return loaders.clientKeys.load(id);
  }

  @Declared(registerClient)
  async registerClient(
    @Arg('input', () => RegisterClientInput, { description: 'The client.' }) input: RegisterClientInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, clients, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(registerClient, language, async () =>
      loaders.client.load(await clients.register(em(), input, { caller, requestId, key })),
    );
  }

  @Declared(rotateClientKey)
  async rotateClientKey(
    @Arg('clientId', () => ID, { description: "The client's id." }) clientId: string,
    @Arg('jwk', () => Jwk, { description: 'The public part of the new key.' }) jwk: unknown,
    @Arg('overlapHours', () => Int, {
      defaultValue: 24,
      description: 'For how many hours the former keys stay valid: 0 to 168. With 0 its tokens are refused too.',
    })
    overlapHours: number,
    @Ctx() { em, clients, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(rotateClientKey, language, async () =>
      loaders.client.load(await clients.rotate(em(), clientId, { caller, requestId, jwk, overlapHours })),
    );
  }

  @Declared(suspendClient)
  async suspendClient(
    @Arg('id', () => ID, { description: "The client's id." }) id: string,
    @Arg('reason', () => String, { description: 'For its organisation to read: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, clients, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(suspendClient, language, async () =>
      loaders.client.load(await clients.suspend(em(), id, { caller, requestId, reason })),
    );
  }

  @Declared(resumeClient)
  async resumeClient(
    @Arg('id', () => ID, { description: "The client's id." }) id: string,
    @Ctx() { em, clients, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(resumeClient, language, async () =>
      loaders.client.load(await clients.resume(em(), id, { caller, requestId })),
    );
  }
}
