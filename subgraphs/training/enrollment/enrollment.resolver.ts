import { Arg, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demand } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { unauthenticated } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseType } from '../course/course.type.ts';
import type { EnrollmentLoaders } from './enrollment.loaders.ts';
import { isReader, mayRead } from './enrollment.policy.ts';
import { EnrollmentType } from './enrollment.type.ts';
import { ParticipantType } from './participant.type.ts';

interface Slice extends RequestContext {
  loaders: CourseLoaders & EnrollmentLoaders;
}

const yours = { en: 'that the enrolment is yours', id: 'pendaftaran pelatihan itu milik Anda' };

/**
 * The enrolment, when the caller may see it. Another's and one that does not exist are answered alike, so that an answer
 * tells nothing: null to who holds `enrollment:read`, a refusal to everyone else.
 */
const readEnrollment = async (id: string, { caller, loaders }: Slice): Promise<EnrollmentType | null> => {
  if (!caller.id) throw unauthenticated();
  const enrollment = await loaders.enrollment.load(id);
  if (enrollment && mayRead(caller, enrollment.participantId, enrollment.isOwn)) return enrollment;
  demand(isReader(caller), caller, { scopes: ['enrollment:read'], or: yours });
  return null;
};

@Resolver(() => EnrollmentType)
export class EnrollmentResolver {
  @Directive(requiresScopes('self', 'enrollment:read'))
  @Query(() => EnrollmentType, {
    nullable: true,
    description:
      'One enrolment: your own; with `enrollment:read` one in a course of your organisation, or, for officers, any. Null when there is none that you may see.',
  })
  async enrollment(
    @Arg('id', () => ID, { description: "The enrolment's id." }) id: string,
    @Ctx() context: Slice,
  ): Promise<EnrollmentType | null> {
    return readEnrollment(id, context);
  }

  @FieldResolver(() => CourseType, { description: 'The course, also when it is no longer on offer.' })
  async course(@Root() { courseId }: EnrollmentType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return loaders.course.load(courseId);
  }

  @FieldResolver(() => ParticipantType, { nullable: true, description: 'Who takes part.' })
  participant(@Root() { participantId }: EnrollmentType): ParticipantType {
    return { id: participantId };
  }
}

export const findEnrollment = ({ id }: { id: string }, context: Slice) => readEnrollment(id, context);
