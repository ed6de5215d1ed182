import 'reflect-metadata';
import { buildSubgraph } from '../kit/federation.ts';
import type { Context } from './context.ts';
import { wasOffered } from './course/course.policy.ts';
import { CourseResolver } from './course/course.resolver.ts';
import { CertificateResolver } from './enrollment/certificate.resolver.ts';
import { EnrollmentResolver, readEnrollment } from './enrollment/enrollment.resolver.ts';
import { ParticipantResolver } from './enrollment/participant.resolver.ts';
import { InstitutionResolver } from './institution/institution.resolver.ts';
import { PlatformResolver } from './platform/platform.resolver.ts';
import { SkillResolver } from './skill/skill.resolver.ts';

interface Id {
  id: string;
}

const course = async ({ id }: Id, { loaders }: Context) => {
  const found = await loaders.course.load(id);
  return found && wasOffered(found) ? found : null;
};

/** The part of the graph that digital platforms and training institutions own. */
export const training = buildSubgraph<Context>({
  resolvers: [
    PlatformResolver,
    InstitutionResolver,
    CourseResolver,
    EnrollmentResolver,
    CertificateResolver,
    ParticipantResolver,
    SkillResolver,
  ],
  references: {
    Platform: ({ id }: Id, { loaders }) => loaders.platform.load(id),
    Institution: ({ id }: Id, { loaders }) => loaders.institution.load(id),
    Course: course,
    Enrollment: ({ id }: Id, context) => readEnrollment(id, context),
    Certificate: ({ id }: Id, { loaders }) => loaders.certificate.load(id),
    // Their rows are the programme office's; the fields added here check the caller themselves.
    Participant: (key: Id) => key,
    Skill: (key: { code: string }) => key,
  },
});
