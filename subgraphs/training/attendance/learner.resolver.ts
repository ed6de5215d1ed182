import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demand } from '../../kit/access.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { EnrollmentType } from '../enrollment/enrollment.type.ts';
import type { AttendanceLoaders } from './attendance.loader.ts';
import { mayReadCodes } from './attendance.policy.ts';
import { AssessmentResultType, AttendanceType, LearningStandingType, SessionCodeType } from './attendance.type.ts';

interface Slice extends RequestContext {
  loaders: AttendanceLoaders;
}

/** What an enrolment shows of learning, to whom the enrolment is shown; codes to the person alone. */
@Resolver(() => EnrollmentType)
export class LearnerResolver {
  @Directive(requiresScopes('self'))
  @Directive(listOf(10))
  @FieldResolver(() => [SessionCodeType], {
    nullable: true,
    description:
      'Codes of sessions that are near, for the participant alone: readable from one hour before to one hour after the start of a session, and from 72 hours before where the class has a place, which may have no network.',
  })
  async sessionCodes(
    @Root() enrollment: EnrollmentType,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<SessionCodeType[]> {
    demand(mayReadCodes(caller, enrollment.participantId), caller, { or: 'participant' });
    return loaders.sessionCodesOf.load(enrollment);
  }

  @Directive(listOf(10))
  @FieldResolver(() => [AttendanceType], { nullable: true, description: 'Sessions that the participant attended.' })
  async attendance(@Root() enrollment: EnrollmentType, @Ctx() { loaders }: Slice): Promise<AttendanceType[]> {
    return loaders.attendanceOf.load(enrollment);
  }

  @Directive(listOf(3))
  @FieldResolver(() => [AssessmentResultType], {
    nullable: true,
    description: 'Scores of the final assessment, the first attempt first.',
  })
  async assessmentResults(
    @Root() enrollment: EnrollmentType,
    @Ctx() { loaders }: Slice,
  ): Promise<AssessmentResultType[]> {
    return loaders.resultsOf.load(enrollment);
  }

  @FieldResolver(() => LearningStandingType, { nullable: true, description: 'How far the participant has come.' })
  async standing(@Root() enrollment: EnrollmentType, @Ctx() { loaders }: Slice): Promise<LearningStandingType | null> {
    return loaders.standingOf.load(enrollment);
  }
}
