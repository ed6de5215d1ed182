import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime } from '../../kit/scalars.ts';
import { CertificateState, type CertificateStatus } from './certificate.status.ts';

registerEnumType(CertificateState, {
  name: 'CertificateState',
  description: 'What a certificate is worth now.',
  valuesConfig: {
    VALID: { description: 'Signed by its institution, and good.' },
    EXPIRED: { description: 'Was good until its end.' },
    REVOKED: { description: 'Was revoked, for ever.' },
    KEY_COMPROMISED: { description: 'Was recorded when others may have signed with the key: it proves nothing.' },
    RECORDED: { description: 'Good, and from before credentials were signed: this check is its only proof.' },
  },
});

@ObjectType('CertifiedSkill', { description: 'A skill that a certificate proves.' })
export class CertifiedSkillType {
  @Field(() => String, { description: 'Code of the skill.' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'BASIC, INTERMEDIATE or ADVANCED; null when none was recorded.' })
  level!: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType('Certificate', {
  description: 'Proof that a course was completed. Anyone who has its id can check it; whose it is, is not public.',
})
export class CertificateType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7); printed on the certificate.' })
  id!: string;

  @Field(() => DateTime, { description: 'When it was issued.' })
  issuedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it expires; null when it does not.' })
  validUntil!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null while it is not.' })
  revokedAt!: Date | null;

  @Field(() => Int, { description: 'Result of the final assessment, 0 to 100.' })
  score!: number;

  @Field(() => Int, { description: 'Version of the course.' })
  courseVersion!: number;

  courseId!: string;
  enrollmentId!: string;
  participantId!: string;
  skillCodes!: string[];
  levels!: string[] | null;
  status!: CertificateStatus;
  kid!: string | null;
  compromisedAt!: Date | null;
}

export const CertificateConnection = connectionType(CertificateType, 'Certificate');

@Directive('@authenticated')
@ObjectType('CertificateDraft', { description: 'A credential that waits for the signature of its institution.' })
export class CertificateDraftType {
  @Field(() => ID, { description: 'Id of the certificate that it will be.' })
  certificateId!: string;

  @Field(() => String, {
    description:
      'The credential as JSON: an OpenBadgeCredential with the registered claims of its JWT. Add `iat`, and sign it as a VC-JWT whose header is `alg`, `typ` vc+jwt and `kid`.',
  })
  claims!: string;

  @Field(() => String, {
    description: 'What `kid` begins with: the DID of the institution. `#` and the id of the key follow.',
  })
  issuer!: string;
}
