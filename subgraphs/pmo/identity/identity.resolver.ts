import { Arg, Args, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { IDENTITY_COST, personalData, requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { AccessPurpose } from '../../kit/vault/access-log.ts';
import { AccessLogConnection, type AccessLogEntryType } from '../../kit/vault/access-log.type.ts';
import { MASK } from '../../kit/vault/secret.ts';
import type { VaultLoaders } from '../../kit/vault/vault.feature.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import type { IdentityLoaders } from './identity.loader.ts';
import { eraseParticipant } from './identity.mutations.ts';
import { mayReadIdentity, mustSayWhy } from './identity.policy.ts';
import type { IdentityField } from './identity.record.ts';
import type { IdentityService } from './identity.service.ts';
import { ParticipantIdentityType } from './identity.type.ts';

interface Slice extends RequestContext {
  identities: IdentityService;
  loaders: IdentityLoaders & VaultLoaders;
}

@Resolver(() => ParticipantType)
export class ParticipantIdentityOfResolver {
  @Directive(requiresScopes('self', 'participant:read', 'identity:read'))
  @FieldResolver(() => ParticipantIdentityType, {
    nullable: true,
    description:
      'NIK, family card, phone and e-mail: for the person, and with `identity:read`; masked for anyone else. Null with the error PURPOSE_REQUIRED when another person than the owner reads without a purpose; its fields with IDENTITY_QUOTA_REACHED beyond the number of people whose identity an officer may read on a day.',
  })
  identity(
    @Root() { id }: ParticipantType,
    @Arg('purpose', () => AccessPurpose, {
      nullable: true,
      description: 'Why it is read; required with `identity:read`, and SERVICE for the owner.',
    })
    purpose: AccessPurpose | null | undefined,
    @Ctx() { caller }: Slice,
  ): ParticipantIdentityType {
    const isMasked = !mayReadIdentity(caller, id);
    if (!isMasked && !purpose && mustSayWhy(caller, id)) {
      const text = {
        en: 'Say why you read it: `identity(purpose: …)`.',
        id: 'Sebutkan alasan Anda membacanya: `identity(purpose: …)`.',
      };
      throw inputError('PURPOSE_REQUIRED', text, 'purpose');
    }
    return { isMasked, participantId: id, purpose: purpose ?? AccessPurpose.SERVICE };
  }

  @Directive(requiresScopes('self'))
  @FieldResolver(() => AccessLogConnection, {
    nullable: true,
    description: 'Who read protected data of this person, newest first. For the person alone: null with an error else.',
  })
  async accessLog(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<AccessLogEntryType>> {
    // Who read a person's data is that person's to know.
    demandSelfOr(caller, id);
    const page = readPage(args, idKey);
    const entries = await loaders.accessLog.load({ parent: id, page });
    return toConnection(entries, page, (entry) => [entry.id]);
  }

  @Declared(eraseParticipant)
  async eraseParticipant(
    @Arg('id', () => ID, { description: "The participant's id." }) id: string,
    @Ctx() { em, identities, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(eraseParticipant, language, () => identities.erase(em(), id, { caller, requestId }));
  }
}

const shown = async (identity: ParticipantIdentityType, field: IdentityField, { loaders }: Slice) => {
  if (identity.isMasked) return MASK;
  const { participantId, purpose } = identity;
  return (await loaders.identityField.load({ participantId, purpose, field }))?.reveal() ?? null;
};

/** Each field by itself, so that the access log names those that were asked for. */
@Resolver(() => ParticipantIdentityType)
export class ParticipantIdentityResolver {
  @Directive(IDENTITY_COST)
  @Directive(personalData('general'))
  @FieldResolver(() => String, { nullable: true, description: 'National identity number, 16 digits.' })
  nik(@Root() identity: ParticipantIdentityType, @Ctx() context: Slice): Promise<string | null> {
    return shown(identity, 'nik', context);
  }

  @Directive(IDENTITY_COST)
  @Directive(personalData('general'))
  @FieldResolver(() => String, { nullable: true, description: 'Number of the family card (KK), 16 digits.' })
  kk(@Root() identity: ParticipantIdentityType, @Ctx() context: Slice): Promise<string | null> {
    return shown(identity, 'kk', context);
  }

  @Directive(IDENTITY_COST)
  @Directive(personalData('general'))
  @FieldResolver(() => String, { nullable: true, description: 'Mobile number, as +62….' })
  phone(@Root() identity: ParticipantIdentityType, @Ctx() context: Slice): Promise<string | null> {
    return shown(identity, 'phone', context);
  }

  @Directive(IDENTITY_COST)
  @Directive(personalData('general'))
  @FieldResolver(() => String, { nullable: true, description: 'E-mail address.' })
  email(@Root() identity: ParticipantIdentityType, @Ctx() context: Slice): Promise<string | null> {
    return shown(identity, 'email', context);
  }
}
