import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseType } from '../course/course.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import { CertificateType } from './certificate.type.ts';
import type { EnrollmentLoaders } from './enrollment.loaders.ts';
import { isReader, mayReadAllOf } from './enrollment.policy.ts';
import { ParticipantType } from './participant.type.ts';

interface Slice extends RequestContext {
  loaders: CourseLoaders & EnrollmentLoaders;
}

@Resolver(() => CertificateType)
export class CertificateResolver {
  @Query(() => CertificateType, {
    nullable: true,
    description: 'Checks a certificate: open to everyone, and names no person. Null when it is not genuine.',
  })
  async certificate(
    @Arg('id', () => ID, { description: 'The id printed on the certificate.' }) id: string,
    @Ctx() { loaders }: Slice,
  ): Promise<CertificateType | null> {
    return loaders.certificate.load(id);
  }

  @FieldResolver(() => CourseType, { description: 'The completed course, also when it is no longer on offer.' })
  async course(@Root() { courseId }: CertificateType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return loaders.course.load(courseId);
  }

  @FieldResolver(() => [SkillType], { nullable: true, description: 'Skills that it proves, as taught at the time.' })
  skills(@Root() { skillCodes }: CertificateType): SkillType[] {
    return skillCodes.map((code) => ({ code }));
  }

  @FieldResolver(() => ParticipantType, {
    nullable: true,
    description:
      'Whose it is: shown to that participant, and with `enrollment:read` to the organisations of its course and to officers; null to everyone else.',
  })
  async participant(
    @Root() { participantId, courseId }: CertificateType,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<ParticipantType | null> {
    const isShown =
      mayReadAllOf(caller, participantId) || (isReader(caller) && (await loaders.isOwnCourse.load(courseId)));
    return isShown ? { id: participantId } : null;
  }
}

export const findCertificate = ({ id }: { id: string }, { loaders }: Slice) => loaders.certificate.load(id);
