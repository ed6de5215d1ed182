import { defineFeature } from '../../kit/feature.ts';
import { CertificateEntity } from './certificate.entity.ts';
import { CertificateResolver, findCertificate } from './certificate.resolver.ts';
import { EnrollmentEntity } from './enrollment.entity.ts';
import { invariants } from './enrollment.invariants.ts';
import { enrollmentLoaders } from './enrollment.loaders.ts';
import { EnrollmentResolver, findEnrollment } from './enrollment.resolver.ts';
import { ParticipantResolver } from './participant.resolver.ts';

export const enrollment = defineFeature({
  name: 'enrollment',
  entities: [EnrollmentEntity, CertificateEntity],
  resolvers: [EnrollmentResolver, CertificateResolver, ParticipantResolver],
  references: {
    Enrollment: findEnrollment,
    Certificate: findCertificate,
    // The row is the programme office's; the fields added here check the caller themselves.
    Participant: (key: { id: string }) => key,
  },
  loaders: enrollmentLoaders,
  invariants,
  erasure: [
    {
      table: 'enrollment',
      keeps: 'it names the person by an id alone, which leads to nobody once pmo has erased them',
    },
    { table: 'certificate', keeps: 'whoever holds one can still have it checked; it names the person by an id alone' },
  ],
});
