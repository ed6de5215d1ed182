import { Arg, Args, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { demand, demandScope, demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { bulk, personalData, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { PortalType } from '../portal/portal.type.ts';
import { ParticipantType } from '../profile/participant.type.ts';
import type { VacancyLoaders } from '../vacancy/vacancy.loader.ts';
import { VacancyType } from '../vacancy/vacancy.type.ts';
import type { ApplicationLoaders } from './application.loader.ts';
import { answerInvitation, inviteAlumni } from './application.mutations.ts';
import { managedPortal } from './application.policy.ts';
import { ApplicationType } from './application.type.ts';
import { readInvitation } from './invitation.loader.ts';
import type { InvitationService } from './invitation.service.ts';
import {
  InvitationConnection,
  InvitationQuotaType,
  InvitationType,
  SentInvitationConnection,
  SentInvitationType,
} from './invitation.type.ts';

interface Slice extends RequestContext {
  invitations: InvitationService;
  now: () => Date;
  loaders: ApplicationLoaders & VacancyLoaders;
}

const own = {
  en: 'the scope `application:manage`, of the portal that publishes the vacancy',
  id: 'cakupan `application:manage`, milik portal yang memasang lowongan',
};

@Resolver(() => InvitationType)
export class InvitationResolver {
  @FieldResolver(() => VacancyType, { nullable: true, description: 'The vacancy, also when it is no longer open.' })
  async vacancy(@Root() { vacancyId }: InvitationType, @Ctx() { loaders }: Slice): Promise<VacancyType | null> {
    return loaders.vacancy.load(vacancyId);
  }

  @FieldResolver(() => ApplicationType, {
    nullable: true,
    description: 'The application that came of it; null unless it was accepted.',
  })
  async application(
    @Root() { applicationId }: InvitationType,
    @Ctx() { loaders }: Slice,
  ): Promise<ApplicationType | null> {
    return applicationId === null ? null : loaders.application.load(applicationId);
  }

  @Declared(inviteAlumni)
  async inviteAlumni(
    @Arg('vacancyId', () => ID, { description: 'An open vacancy of your portal.' }) vacancyId: string,
    @Directive(bulk(50))
    @Arg('pseudonyms', () => [ID], { description: '1 to 50 pseudonyms of searches of your portal, each once.' })
    pseudonyms: string[],
    @Arg('message', () => String, { description: 'To each of them: 10 to 1,000 characters.' }) message: string,
    @IdempotencyKey() key: string,
    @Ctx() { em, invitations, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(inviteAlumni, language, async () => {
      const call = { caller, requestId, key };
      const { invited } = await invitations.invite(em(), { vacancyId, pseudonyms, message }, call);
      return { results: invited };
    });
  }

  @Declared(answerInvitation)
  async answerInvitation(
    @Arg('id', () => ID, { description: "The invitation's id." }) invitationId: string,
    @Arg('accept', () => Boolean, { description: 'True applies for the vacancy.' }) accept: boolean,
    @Arg('message', () => String, {
      nullable: true,
      description: 'To the portal, where it is accepted: at most 2,000 characters.',
    })
    message: string | null | undefined,
    @Ctx() { em, database, invitations, now, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(answerInvitation, language, async () => {
      const id = await invitations.answer(em(), { id: invitationId, accept, message }, { caller, requestId });
      return readInvitation(database, id, now());
    });
  }
}

@Resolver(() => SentInvitationType)
export class SentInvitationResolver {
  @FieldResolver(() => ApplicationType, {
    nullable: true,
    description: 'The application that came of it; null unless it was accepted.',
  })
  async application(
    @Root() { applicationId }: SentInvitationType,
    @Ctx() { loaders }: Slice,
  ): Promise<ApplicationType | null> {
    return applicationId === null ? null : loaders.application.load(applicationId);
  }
}

@Resolver(() => ParticipantType)
export class ParticipantInvitationsResolver {
  @Directive(personalData('general'))
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => InvitationConnection, {
    nullable: true,
    description:
      'Invitations of portals, newest first; one that was not answered is shown while the person consents to invitations of its portal.',
  })
  async invitations(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<InvitationType>> {
    demandSelfOr(caller, id, 'participant:read');
    const page = readPage(args, idKey);
    return toConnection(await loaders.invitationsOf.load({ parent: id, page }), page, (row) => [row.id]);
  }
}

@Resolver(() => VacancyType)
export class VacancyInvitationsResolver {
  @Directive(personalData('general'))
  @Directive(requiresScopes('application:manage'))
  @FieldResolver(() => SentInvitationConnection, {
    nullable: true,
    description: 'Invitations to apply for it, newest first, for the portal that publishes it; another sees none.',
  })
  async invitations(
    @Root() { id }: VacancyType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<SentInvitationType>> {
    demand(managedPortal(caller) !== null, caller, { or: own });
    const page = readPage(args, idKey);
    return toConnection(await loaders.invitationsFor.load({ parent: id, page }), page, (row) => [row.id]);
  }
}

@Resolver(() => PortalType)
export class PortalInvitationQuotaResolver {
  @Directive(requiresScopes('application:manage'))
  @FieldResolver(() => InvitationQuotaType, {
    nullable: true,
    description: 'Its quota of invitations today; null for others than the portal itself.',
  })
  async invitationQuota(
    @Root() { id }: PortalType,
    @Ctx() { caller, invitations, loaders }: Slice,
  ): Promise<InvitationQuotaType | null> {
    demandScope(caller, 'application:manage');
    if (managedPortal(caller) !== id) return null;
    const used = (await loaders.invitationsSent.load(invitations.today))?.sent ?? 0;
    return { used, remaining: Math.max(0, invitations.limit - used), resetsAt: invitations.resetsAt };
  }
}
