import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import { DateTime, Rupiah } from '../../kit/scalars.ts';
import { EnrollmentStatus } from './enrollment.status.ts';
import { ReleaseReason } from './release.reason.ts';

registerEnumType(EnrollmentStatus, {
  name: 'EnrollmentStatus',
  description: 'How far an enrolment has come.',
  valuesConfig: {
    RESERVED: { description: 'A seat is held, not yet paid.' },
    PAID: { description: 'Paid from the training balance.' },
    REDEEMED: { description: 'The voucher was used at the institution.' },
    ATTENDING: { description: 'Attends classes.' },
    COMPLETED: { description: 'Attended and assessed; the certificate follows.' },
    CERTIFIED: { description: 'Holds the certificate.' },
    RELEASED: { description: 'The seat was given back before it was paid.' },
    VOIDED: { description: 'The purchase was undone and the money went back to the balance.' },
    CANCELLED: { description: 'The class did not take place, or the award was revoked.' },
    FAILED: { description: 'Did not pass.' },
    EXPIRED: { description: 'The time to pay or to finish has passed.' },
  },
});

@Directive('@key(fields: "id")')
@Directive(requiresScopes('self', 'enrollment:read'))
@ObjectType('Enrollment', {
  description:
    'One participant in one course, from reservation to certificate. Shown to that participant, and with `enrollment:read` to the organisations of the course and to officers.',
})
export class EnrollmentType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Directive(personalData('general'))
  @Field(() => EnrollmentStatus, { description: 'How far the enrolment has come.' })
  status!: EnrollmentStatus;

  @Field(() => Rupiah, { description: 'Price agreed at the reservation.' })
  price!: bigint;

  @Field(() => DateTime, { description: 'When the seat was reserved.' })
  reservedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was paid; null before.' })
  paidAt!: Date | null;

  @Directive(personalData('general'))
  @Field(() => DateTime, { nullable: true, description: 'When the course was completed; null before.' })
  completedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'End of the time to pay the seat; null for old enrolments.' })
  holdUntil!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the voucher was used; null before.' })
  redeemedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the seat was free again; null while it is held or used.',
  })
  releasedAt!: Date | null;

  @Field(() => ReleaseReason, {
    nullable: true,
    description: 'Why the seat is free again; null while it is held or used.',
  })
  releaseReason!: ReleaseReason | null;

  scheduleId!: string | null;
  courseId!: string;
  participantId!: string;
}

export const EnrollmentConnection = connectionType(EnrollmentType, 'Enrollment');
