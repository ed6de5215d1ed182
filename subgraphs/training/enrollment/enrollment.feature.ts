import { defineFeature } from '../../kit/feature.ts';
import { CertificateResolver, findCertificate } from './certificate.resolver.ts';
import { invariants } from './enrollment.invariants.ts';
import { enrollmentLoaders } from './enrollment.loaders.ts';
import { EnrollmentResolver, findEnrollment } from './enrollment.resolver.ts';
import { ParticipantResolver } from './participant.resolver.ts';

export const enrollment = defineFeature({
  name: 'enrollment',
  resolvers: [EnrollmentResolver, CertificateResolver, ParticipantResolver],
  references: {
    Enrollment: findEnrollment,
    Certificate: findCertificate,
    // The row is the programme office's; the fields added here check the caller themselves.
    Participant: (key: { id: string }) => key,
  },
  loaders: enrollmentLoaders,
  invariants,
});
