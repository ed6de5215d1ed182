import { Arg, Args, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { VacancyLoaders } from '../vacancy/vacancy.loader.ts';
import { VacancyConnection, VacancyType } from '../vacancy/vacancy.type.ts';
import type { VacancyDecisionService } from './decision.service.ts';
import { listHeld, type ModerationLoaders } from './moderation.loader.ts';
import { decideVacancy, reportVacancy } from './moderation.mutations.ts';
import { VacancyReportConnection, type VacancyReportType } from './moderation.type.ts';
import { ReportReason } from './report.reason.ts';
import type { VacancyReportService } from './report.service.ts';

interface Slice extends RequestContext {
  vacancyReports: VacancyReportService;
  vacancyDecisions: VacancyDecisionService;
  loaders: ModerationLoaders & VacancyLoaders;
}

const VacancyId = () => Arg('vacancy', () => ID, { description: "The vacancy's id." });

@Resolver(() => VacancyType)
export class ModerationResolver {
  @Directive(requiresScopes('vacancy:moderate'))
  @Query(() => VacancyConnection, {
    description: 'Vacancies that moderation holds back and nobody has decided about, newest first.',
  })
  async heldVacancies(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, database, loaders }: Slice,
  ): Promise<Connection<VacancyType>> {
    demandScope(caller, 'vacancy:moderate');
    const page = readPage(args, idKey);
    const vacancies = await Promise.all((await listHeld(database, page)).map((id) => loaders.vacancy.load(id)));
    const rows = vacancies.filter((vacancy) => vacancy !== null);
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @Directive(requiresScopes('vacancy:moderate'))
  @FieldResolver(() => VacancyReportConnection, {
    nullable: true,
    description: 'Reports of it by job seekers, newest first. For officers (`vacancy:moderate`).',
  })
  async reports(
    @Root() { id }: VacancyType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<VacancyReportType>> {
    demandScope(caller, 'vacancy:moderate');
    const page = readPage(args, idKey);
    const rows = await loaders.reportsOfVacancy.load({ parent: id, page });
    return toConnection(rows, page, (report) => [report.id]);
  }

  @Declared(reportVacancy)
  async reportVacancy(
    @VacancyId() vacancy: string,
    @Arg('reason', () => ReportReason, { description: 'Why it is reported.' }) reason: ReportReason,
    @Arg('text', () => String, { nullable: true, description: 'For officers to read: 10 to 1,000 characters.' })
    text: string | null | undefined,
    @Ctx() { em, vacancyReports, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(reportVacancy, language, () =>
      vacancyReports.report(em(), { vacancy, reason, text: text ?? null }, { caller, requestId }),
    );
  }

  @Declared(decideVacancy)
  async decideVacancy(
    @VacancyId() vacancy: string,
    @Arg('version', () => Int, { description: 'Number of the content that you have read.' }) version: number,
    @Arg('isApproved', () => Boolean, { description: 'Whether it is shown again; else it is rejected.' })
    isApproved: boolean,
    @Arg('reason', () => String, {
      nullable: true,
      description: 'For its portal to read: 3 to 1,000 characters; needed when it is rejected.',
    })
    reason: string | null | undefined,
    @Ctx() { em, vacancyDecisions, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(decideVacancy, language, () =>
      vacancyDecisions.decide(em(), { vacancy, version, isApproved, reason: reason ?? null }, { caller, requestId }),
    );
  }
}
