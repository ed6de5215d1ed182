import { Arg, Args, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { demand, demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { DateScalar } from '../../kit/scalars.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseType } from '../course/course.type.ts';
import type { VersionLoaders } from '../course/version.loader.ts';
import { indicators, inForce } from '../policy/index.ts';
import type { AssessmentService } from './assessment.service.ts';
import { ReportCategory } from './curation.kind.ts';
import { type CurationLoaders, listAssessments, listWaiting, readAssessment, readReport } from './curation.loader.ts';
import { assessCourse, reportCourse } from './curation.mutations.ts';
import { actorOf, layerOf, mayMonitor, maySeeCuration } from './curation.policy.ts';
import {
  AssessmentConnection,
  AssessmentType,
  DecisionConnection,
  type DecisionType,
  IndicatorType,
  ReportConnection,
  type ReportType,
  ScoreInput,
  WaitingVersionConnection,
  WaitingVersionType,
} from './curation.type.ts';
import type { ReportService } from './report.service.ts';

interface Slice extends RequestContext {
  assessments: AssessmentService;
  reports: ReportService;
  now: () => Date;
  loaders: CourseLoaders & CurationLoaders & VersionLoaders;
}

/** Continues the page of what belongs to a course. */
const pageOf = <T extends { id: string }>(rows: readonly T[], page: ReturnType<typeof readPage<[string]>>) =>
  toConnection(rows, page, ({ id }) => [id]);

const demandCuration = async (course: string, { caller, loaders }: Slice): Promise<void> =>
  demand(maySeeCuration(caller, await loaders.isCourseOfCaller.load(course)), caller, {
    scopes: ['course:monitor'],
    or: 'organization',
  });

@Resolver(() => WaitingVersionType)
export class WaitingVersionResolver {
  @FieldResolver(() => CourseType, { nullable: true, description: 'Its course.' })
  async course(@Root() { courseId }: WaitingVersionType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return loaders.course.load(courseId);
  }
}

@Resolver(() => AssessmentType)
export class AssessmentResolver {
  @Directive(listOf(10))
  @Query(() => [IndicatorType], { description: 'The list of indicators by which courses are assessed.' })
  assessmentIndicators(
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: 'Day on which a version was submitted, from 2020-04-11; today when left out.',
    })
    asOf: string | null,
    @Ctx() { language, now }: Slice,
  ): IndicatorType[] {
    const [first] = indicators;
    const day = asOf ?? jakartaDayAfter(now(), 0);
    if (!first || day < first.from) return [];
    return inForce(indicators, day).value.map(({ code, text, isRequired }) => {
      return { code, text: text[language], isRequired };
    });
  }

  @Directive(requiresScopes('course:publish', 'course:assess'))
  @Query(() => WaitingVersionConnection, {
    description: 'Versions that wait for the assessment of your layer, the longest waiting first.',
  })
  async coursesToAssess(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<WaitingVersionType>> {
    const layer = layerOf(caller);
    const actor = actorOf(caller);
    demandScope(caller, 'course:assess', 'course:publish');
    const page = readPage(args, idKey);
    if (layer === null || actor === null) return pageOf<WaitingVersionType>([], page);
    return pageOf(await listWaiting(database, page, { layer, organization: actor.organization }), page);
  }

  @Directive(requiresScopes('course:publish', 'course:assess', 'course:monitor'))
  @Query(() => AssessmentConnection, {
    description: 'Assessments that your own organisation has made, newest first; officers (`course:monitor`) see all.',
  })
  async courseAssessments(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<AssessmentType>> {
    demandScope(caller, 'course:assess', 'course:publish', 'course:monitor');
    const page = readPage(args, idKey);
    if (mayMonitor(caller)) return pageOf(await listAssessments(database, page, null), page);
    const actor = actorOf(caller);
    return pageOf(actor === null ? [] : await listAssessments(database, page, actor.organization), page);
  }

  @FieldResolver(() => CourseType, { nullable: true, description: 'The course that was assessed.' })
  async course(@Root() { courseId }: AssessmentType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return loaders.course.load(courseId);
  }

  @Declared(assessCourse)
  async assessCourse(
    @Arg('course', () => ID, { description: "The course's id." }) course: string,
    @Arg('version', () => Int, { description: 'Number of the version.' }) version: number,
    @Arg('scores', () => [ScoreInput], {
      description: 'One for each indicator that held on the day on which the version was submitted.',
    })
    scores: ScoreInput[],
    @Arg('comment', () => String, { nullable: true, description: 'On the whole: 3 to 1,000 characters.' })
    comment: string | null,
    @Ctx() { em, database, assessments, caller, language }: Slice,
  ): Promise<object> {
    return answer(assessCourse, language, async () =>
      readAssessment(database, await assessments.assess(em(), { course, version, scores, comment }, caller)),
    );
  }
}

@Resolver(() => CourseType)
export class CourseCurationResolver {
  @Directive(requiresScopes('course:publish', 'course:monitor'))
  @FieldResolver(() => AssessmentConnection, {
    nullable: true,
    description: 'Its assessments, newest first: for its platform and institution, and for officers.',
  })
  async assessments(
    @Root() { id }: CourseType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Slice,
  ): Promise<Connection<AssessmentType>> {
    await demandCuration(id, context);
    const page = readPage(args, idKey);
    return pageOf(await context.loaders.courseAssessments.load({ parent: id, page }), page);
  }

  @Directive(requiresScopes('course:publish', 'course:monitor'))
  @FieldResolver(() => DecisionConnection, {
    nullable: true,
    description:
      'What was decided about it, newest first, with what to mend: for its platform and institution, and for officers.',
  })
  async decisions(
    @Root() { id }: CourseType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Slice,
  ): Promise<Connection<DecisionType>> {
    await demandCuration(id, context);
    const page = readPage(args, idKey);
    return pageOf(await context.loaders.courseDecisions.load({ parent: id, page }), page);
  }

  @Directive(requiresScopes('course:monitor'))
  @FieldResolver(() => ReportConnection, {
    nullable: true,
    description: 'Complaints about it, newest first: for officers.',
  })
  async reports(
    @Root() { id }: CourseType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<ReportType>> {
    demandScope(caller, 'course:monitor');
    const page = readPage(args, idKey);
    return pageOf(await loaders.courseReports.load({ parent: id, page }), page);
  }

  @Declared(reportCourse)
  async reportCourse(
    @Arg('course', () => ID, { description: "The course's id." }) course: string,
    @Arg('category', () => ReportCategory, { description: 'What it is about.' }) category: ReportCategory,
    @Arg('text', () => String, { description: 'The complaint: 10 to 2,000 characters.' }) text: string,
    @Ctx() { em, database, reports, caller, language }: Slice,
  ): Promise<object> {
    return answer(reportCourse, language, async () =>
      readReport(database, await reports.report(em(), { course, category, text }, caller)),
    );
  }
}
