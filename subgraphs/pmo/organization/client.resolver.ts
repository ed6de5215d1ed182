import { Arg, Ctx, Directive, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { cost, listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { orRefusal } from '../../kit/or-refusal.ts';
import type { ClientService } from './client.service.ts';
import { Jwk } from './jwk.scalar.ts';
import type { OrganizationLoaders } from './organization.loader.ts';
import { ClientKeyType, ClientType } from './organization.type.ts';
import {
  RegisterClientInput,
  RegisterClientPayload,
  ResumeClientPayload,
  RotateClientKeyPayload,
  SuspendClientPayload,
} from './organization-change.type.ts';

interface Slice extends RequestContext {
  clients: ClientService;
  loaders: OrganizationLoaders;
}

const WRITE_COST = 100;

@Resolver(() => ClientType)
export class ClientResolver {
  @Directive(listOf(5))
  @FieldResolver(() => [ClientKeyType], { description: 'Its keys, newest first, with those that have ended.' })
  async keys(@Root() { id }: ClientType, @Ctx() { loaders }: Slice): Promise<ClientKeyType[]> {
    return loaders.clientKeys.load(id);
  }

  @Directive(cost(WRITE_COST))
  @Mutation(() => RegisterClientPayload, {
    description:
      'Registers software of an organisation; it can get tokens within seconds. Takes the scope `organization:manage`. Refusals: FORBIDDEN, NAME_MALFORMED, ORGANIZATION_UNKNOWN, ORGANIZATION_SUSPENDED, CLIENT_LIMIT_REACHED, SCOPE_UNKNOWN, SCOPE_NOT_ALLOWED, KEY_MALFORMED, PRIVATE_KEY_SENT, KEY_ALREADY_USED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED.',
  })
  async registerClient(
    @Arg('input', () => RegisterClientInput, { description: 'The client.' }) input: RegisterClientInput,
    @Arg('idempotencyKey', () => String, {
      description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
    })
    key: string,
    @Ctx() { em, clients, loaders, caller, requestId, language }: Slice,
  ): Promise<RegisterClientPayload> {
    return orRefusal('client', language, async () =>
      loaders.client.load(await clients.register(em(), input, { caller, requestId, key })),
    );
  }

  @Directive(cost(WRITE_COST))
  @Mutation(() => RotateClientKeyPayload, {
    description:
      'Gives a client a new key, valid at once; its former keys end after the overlap, so that it can change without a pause. Takes the scope `organization:manage`, or `client:rotate` for a client of your own organisation. Refusals: FORBIDDEN, CLIENT_UNKNOWN, OVERLAP_OUT_OF_RANGE, KEY_MALFORMED, PRIVATE_KEY_SENT, KEY_ALREADY_USED, KEY_LIMIT_REACHED.',
  })
  async rotateClientKey(
    @Arg('clientId', () => ID, { description: "The client's id." }) clientId: string,
    @Arg('jwk', () => Jwk, { description: 'The public part of the new key.' }) jwk: unknown,
    @Arg('overlapHours', () => Int, {
      defaultValue: 24,
      description: 'For how many hours the former keys stay valid: 0 to 168. With 0 its tokens are refused too.',
    })
    overlapHours: number,
    @Ctx() { em, clients, loaders, caller, requestId, language }: Slice,
  ): Promise<RotateClientKeyPayload> {
    return orRefusal('client', language, async () =>
      loaders.client.load(await clients.rotate(em(), clientId, { caller, requestId, jwk, overlapHours })),
    );
  }

  @Directive(cost(WRITE_COST))
  @Mutation(() => SuspendClientPayload, {
    description:
      'Stops one client, such as one whose key leaked: it gets no further token, and its tokens are refused within a minute; the organisation and its other clients go on. Takes the scope `organization:manage`. Refusals: FORBIDDEN, REASON_MALFORMED, CLIENT_UNKNOWN, CLIENT_TRANSITION_ILLEGAL.',
  })
  async suspendClient(
    @Arg('id', () => ID, { description: "The client's id." }) id: string,
    @Arg('reason', () => String, { description: 'For its organisation to read: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, clients, loaders, caller, requestId, language }: Slice,
  ): Promise<SuspendClientPayload> {
    return orRefusal('client', language, async () =>
      loaders.client.load(await clients.suspend(em(), id, { caller, requestId, reason })),
    );
  }

  @Directive(cost(WRITE_COST))
  @Mutation(() => ResumeClientPayload, {
    description:
      'Lets a suspended client go on. Takes the scope `organization:manage`. Refusals: FORBIDDEN, CLIENT_UNKNOWN, CLIENT_TRANSITION_ILLEGAL.',
  })
  async resumeClient(
    @Arg('id', () => ID, { description: "The client's id." }) id: string,
    @Ctx() { em, clients, loaders, caller, requestId, language }: Slice,
  ): Promise<ResumeClientPayload> {
    return orRefusal('client', language, async () =>
      loaders.client.load(await clients.resume(em(), id, { caller, requestId })),
    );
  }
}
