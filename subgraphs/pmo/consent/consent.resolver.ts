import { Arg, Args, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import type { ConsentLoaders } from './consent.loader.ts';
import { readConsent } from './consent.loader.ts';
import { grantConsent, withdrawConsent } from './consent.mutations.ts';
import type { ConsentService } from './consent.service.ts';
import { ConsentConnection, ConsentType, GrantConsentInput } from './consent.type.ts';

interface Slice extends RequestContext {
  consents: ConsentService;
  loaders: ConsentLoaders;
}

@Resolver(() => ConsentType)
export class ConsentResolver {
  @Declared(grantConsent)
  async grantConsent(
    @Arg('input', () => GrantConsentInput, { description: 'Whom, for what and until when.' }) input: GrantConsentInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, database, consents, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(grantConsent, language, async () => {
      const id = await consents.grant(em(), input, { caller, requestId, key });
      return readConsent(database, id, consents.now());
    });
  }

  @Declared(withdrawConsent)
  async withdrawConsent(
    @Arg('id', () => ID, { description: "The consent's id." }) consentId: string,
    @IdempotencyKey() key: string,
    @Ctx() { em, database, consents, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(withdrawConsent, language, async () => {
      const id = await consents.withdraw(em(), consentId, { caller, requestId, key });
      return readConsent(database, id, consents.now());
    });
  }
}

@Resolver(() => ParticipantType)
export class ParticipantConsentsResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => ConsentConnection, {
    description: 'Every consent that the person ever granted, newest first; those that ended stay.',
  })
  async consents(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<ConsentType>> {
    demandSelfOr(caller, id, 'participant:read');
    const page = readPage(args, idKey);
    return toConnection(await loaders.consents.load({ parent: id, page }), page, (consent) => [consent.id]);
  }
}
