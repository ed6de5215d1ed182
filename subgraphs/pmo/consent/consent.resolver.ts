import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, requiresScopes } from '../../kit/directives.ts';
import { forbidden, unauthenticated } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { orRefusal } from '../../kit/refusal.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { mayRead } from '../participant/person.service.ts';
import type { ConsentLoaders } from './consent.loader.ts';
import { readConsent } from './consent.loader.ts';
import type { ConsentService } from './consent.service.ts';
import {
  ConsentConnection,
  ConsentType,
  GrantConsentInput,
  GrantConsentPayload,
  WithdrawConsentPayload,
} from './consent.type.ts';

interface Slice extends RequestContext {
  consents: ConsentService;
  loaders: ConsentLoaders;
}

const WRITE_COST = 10;

const KEY = {
  description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
};

@Resolver(() => ConsentType)
export class ConsentResolver {
  @Directive(cost(WRITE_COST))
  @Mutation(() => GrantConsentPayload, {
    description:
      'Lets one job portal, or all, use data of the caller for a purpose. Nobody can consent for another person. Takes the scope `self`. Refusals: FORBIDDEN, NOT_REGISTERED, PORTAL_NOT_STATED, PORTAL_UNKNOWN, PORTAL_SUSPENDED, UNTIL_NOT_IN_FUTURE, UNTIL_TOO_FAR, CONSENT_ALREADY_GRANTED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED.',
  })
  async grantConsent(
    @Arg('input', () => GrantConsentInput, { description: 'Whom, for what and until when.' }) input: GrantConsentInput,
    @Arg('idempotencyKey', () => String, KEY) key: string,
    @Ctx() { em, database, consents, caller, requestId, language }: Slice,
  ): Promise<GrantConsentPayload> {
    return orRefusal('consent', language, async () => {
      const id = await consents.grant(em(), input, { caller, requestId, key });
      return readConsent(database, id, consents.now());
    });
  }

  @Directive(cost(WRITE_COST))
  @Mutation(() => WithdrawConsentPayload, {
    description:
      'Takes a consent of the caller back; portals no longer see the person within a minute, as a rule within a second. Takes the scope `self`. Refusals: FORBIDDEN, CONSENT_UNKNOWN (also for one of another person), CONSENT_TRANSITION_ILLEGAL, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED.',
  })
  async withdrawConsent(
    @Arg('id', () => ID, { description: "The consent's id." }) consentId: string,
    @Arg('idempotencyKey', () => String, KEY) key: string,
    @Ctx() { em, database, consents, caller, requestId, language }: Slice,
  ): Promise<WithdrawConsentPayload> {
    return orRefusal('consent', language, async () => {
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
    if (!mayRead(caller, id)) {
      throw caller.id ? forbidden({ scopes: ['participant:read'], or: 'participant' }) : unauthenticated();
    }
    const page = readPage(args, idKey);
    return toConnection(await loaders.consents.load({ parent: id, page }), page, (consent) => [consent.id]);
  }
}
