import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime } from '../../kit/scalars.ts';

@Directive('@key(fields: "id")')
@ObjectType('Certificate', {
  description: 'Proof that a course was completed. Anyone who has its id can check it; whose it is, is not public.',
})
export class CertificateType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7); printed on the certificate.' })
  id!: string;

  @Field(() => DateTime, { description: 'When it was issued.' })
  issuedAt!: Date;

  @Field(() => Int, { description: 'Result of the final assessment, 0 to 100.' })
  score!: number;

  courseId!: string;
  enrollmentId!: string;
  participantId!: string;
  skillCodes!: string[];
}

export const CertificateConnection = connectionType(CertificateType, 'Certificate');
