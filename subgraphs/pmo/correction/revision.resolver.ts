import { Arg, Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { IDENTITY_COST, listOf, personalData, requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import { AccessPurpose } from '../../kit/vault/access-log.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { mayReadFormerIdentity, mustSayWhy } from './correction.policy.ts';
import type { RevisionLoaders } from './revision.loader.ts';
import { FormerValueType, ParticipantRevisionConnection, ParticipantRevisionType } from './revision.type.ts';

interface Slice extends RequestContext {
  loaders: RevisionLoaders;
}

const revisionKey = z.tuple([z.int()]);

@Resolver(() => ParticipantType)
export class ParticipantRevisionsResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => ParticipantRevisionConnection, {
    nullable: true,
    description: 'Corrections of what the person stated at registration, newest first.',
  })
  async revisions(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<ParticipantRevisionType>> {
    demandSelfOr(caller, id, 'participant:read');
    const page = readPage(args, revisionKey);
    const rows = await loaders.revisions.load({ parent: id, page });
    return toConnection(rows, page, ({ version }) => [version]);
  }
}

@Resolver(() => ParticipantRevisionType)
export class RevisionResolver {
  @Directive(listOf(3))
  @Directive(IDENTITY_COST)
  @Directive(personalData('general'))
  @FieldResolver(() => [FormerValueType], {
    nullable: true,
    description:
      'What it replaced; NIK, family card, birth date, phone and e-mail for the person and with `identity:read`, masked for anyone else. Null once the person was erased, and with the error PURPOSE_REQUIRED when another person than the owner reads unmasked without a purpose, or IDENTITY_QUOTA_REACHED beyond the number of people whose identity an officer may read on a day.',
  })
  formerValues(
    @Root() revision: ParticipantRevisionType,
    @Arg('purpose', () => AccessPurpose, {
      nullable: true,
      description: 'Why it is read; required with `identity:read`, and SERVICE for the owner.',
    })
    purpose: AccessPurpose | null | undefined,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<FormerValueType[] | null> {
    const isMasked = !mayReadFormerIdentity(caller, revision.participantId);
    if (!isMasked && !purpose && mustSayWhy(caller, revision.participantId)) {
      const text = {
        en: 'Say why you read it: `formerValues(purpose: …)`.',
        id: 'Sebutkan alasan Anda membacanya: `formerValues(purpose: …)`.',
      };
      throw inputError('PURPOSE_REQUIRED', text, 'purpose');
    }
    return loaders.formerValues.load({ revision, isMasked, purpose: purpose ?? AccessPurpose.SERVICE });
  }
}
