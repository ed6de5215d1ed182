import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demand, demandScope, demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { PortalType } from '../portal/portal.type.ts';
import { ParticipantType } from '../profile/participant.type.ts';
import type { VacancyLoaders } from '../vacancy/vacancy.loader.ts';
import { VacancyType } from '../vacancy/vacancy.type.ts';
import type { ApplicationLoaders } from './application.loader.ts';
import { readApplication } from './application.loader.ts';
import { applyToVacancy, updateApplication, withdrawApplication } from './application.mutations.ts';
import { managedPortal, mayRead } from './application.policy.ts';
import type { ApplicationService } from './application.service.ts';
import { ApplicationStep } from './application.status.ts';
import { ApplicationConnection, ApplicationType } from './application.type.ts';

interface Slice extends RequestContext {
  applications: ApplicationService;
  loaders: ApplicationLoaders & VacancyLoaders;
}

const own = {
  en: 'the scope `application:manage`, of the portal that publishes the vacancy',
  id: 'cakupan `application:manage`, milik portal yang memasang lowongan',
};

/**
 * The application of a key. Another's and one that does not exist are answered alike: null.
 * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN for whom no application is shown
 */
export const findApplication = async ({ id }: { id: string }, { caller, loaders }: Slice) => {
  demandScope(caller, 'self', 'participant:read', 'application:manage');
  const application = await loaders.application.load(id);
  return application && mayRead(caller, application) ? application : null;
};

@Resolver(() => ApplicationType)
export class ApplicationResolver {
  @Directive(requiresScopes('self', 'participant:read', 'application:manage'))
  @Query(() => ApplicationType, {
    nullable: true,
    description:
      'One application: your own, or, for a portal, one for a vacancy of its own. Null when there is none that you may see.',
  })
  async application(
    @Arg('id', () => ID, { description: "The application's id." }) id: string,
    @Ctx() context: Slice,
  ): Promise<ApplicationType | null> {
    return findApplication({ id }, context);
  }

  @FieldResolver(() => VacancyType, { nullable: true, description: 'The vacancy, also when it is no longer open.' })
  async vacancy(@Root() { vacancyId }: ApplicationType, @Ctx() { loaders }: Slice): Promise<VacancyType | null> {
    return loaders.vacancy.load(vacancyId);
  }

  @Declared(applyToVacancy)
  async applyToVacancy(
    @Arg('vacancyId', () => ID, { description: "The vacancy's id." }) vacancyId: string,
    @Arg('message', () => String, { nullable: true, description: 'To the portal: at most 2,000 characters.' })
    message: string | null | undefined,
    @IdempotencyKey() key: string,
    @Ctx() { em, database, applications, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(applyToVacancy, language, async () => {
      const id = await applications.apply(em(), { vacancyId, message }, { caller, requestId, key });
      return readApplication(database, id);
    });
  }

  @Declared(withdrawApplication)
  async withdrawApplication(
    @Arg('id', () => ID, { description: "The application's id." }) id: string,
    @Ctx() { em, database, applications, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(withdrawApplication, language, async () =>
      readApplication(database, await applications.withdraw(em(), id, { caller, requestId })),
    );
  }

  @Declared(updateApplication)
  async updateApplication(
    @Arg('id', () => ID, { description: "The application's id." }) id: string,
    @Arg('status', () => ApplicationStep, { description: 'What becomes of it.' }) status: ApplicationStep,
    @Ctx() { em, database, applications, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(updateApplication, language, async () =>
      readApplication(database, await applications.update(em(), { id, status }, { caller, requestId })),
    );
  }
}

@Resolver(() => ParticipantType)
export class ParticipantApplicationsResolver {
  @Directive(personalData('general'))
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => ApplicationConnection, {
    nullable: true,
    description: 'Applications of the person, newest first: for the person, and with `participant:read`.',
  })
  async applications(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<ApplicationType>> {
    demandSelfOr(caller, id, 'participant:read');
    const page = readPage(args, idKey);
    return toConnection(await loaders.applicationsOf.load({ parent: id, page }), page, (row) => [row.id]);
  }
}

@Resolver(() => VacancyType)
export class VacancyApplicationsResolver {
  @Directive(personalData('general'))
  @Directive(requiresScopes('application:manage'))
  @FieldResolver(() => ApplicationConnection, {
    nullable: true,
    description: 'Applications for it, newest first, for the portal that publishes it; another portal sees none.',
  })
  async applications(
    @Root() { id }: VacancyType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<ApplicationType>> {
    demand(managedPortal(caller) !== null, caller, { or: own });
    const page = readPage(args, idKey);
    return toConnection(await loaders.applicationsFor.load({ parent: id, page }), page, (row) => [row.id]);
  }
}

@Resolver(() => PortalType)
export class PortalApplicationsResolver {
  @Directive(personalData('general'))
  @Directive(requiresScopes('application:manage'))
  @FieldResolver(() => ApplicationConnection, {
    nullable: true,
    description:
      'Applications for all its vacancies, newest first, for the portal itself: null with an error for others.',
  })
  async applications(
    @Root() { id }: PortalType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<ApplicationType>> {
    demand(managedPortal(caller) === id, caller, { or: own });
    const page = readPage(args, idKey);
    return toConnection(await loaders.applicationsAt.load({ parent: id, page }), page, (row) => [row.id]);
  }
}
