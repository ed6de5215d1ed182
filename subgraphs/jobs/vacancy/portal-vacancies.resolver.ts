import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { PortalType } from '../portal/portal.type.ts';
import type { VacancyLoaders } from './vacancy.loader.ts';
import { maySeeAll } from './vacancy.policy.ts';
import { VacancyStatus } from './vacancy.status.ts';
import { VacancyConnection, type VacancyType } from './vacancy.type.ts';

interface Slice extends RequestContext {
  loaders: VacancyLoaders;
}

@Resolver(() => PortalType)
export class PortalVacanciesResolver {
  @FieldResolver(() => VacancyConnection, {
    nullable: true,
    description:
      'Its vacancies, newest first: those that are open, and for itself (`vacancy:publish`) and officers (`vacancy:moderate`) all.',
  })
  async vacancies(
    @Root() { id }: PortalType,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('status', () => VacancyStatus, { nullable: true, description: 'Only vacancies of this status.' })
    status: VacancyStatus | null | undefined,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<VacancyType>> {
    const page = readPage(args, idKey);
    const view = { areAll: maySeeAll(caller, id), status: status ?? null };
    const rows = await loaders.vacanciesOfPortal(view).load({ parent: id, page });
    return toConnection(rows, page, (vacancy) => [vacancy.id]);
  }
}
