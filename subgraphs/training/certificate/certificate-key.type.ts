import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';

@ObjectType('CertificateKey', { description: 'A public key with which an institution signs certificates.' })
export class CertificateKeyType {
  @Field(() => ID, {
    description: 'Its thumbprint (RFC 7638); credentials name it in their header `kid`, after the DID and `#`.',
  })
  kid!: string;

  @Field(() => DateTime, { description: 'From when on it signs.' })
  validFrom!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when on it signs no longer; null while no end is known.',
  })
  validUntil!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when somebody else may have signed with it: what was recorded from then on does not count.',
  })
  compromisedAt!: Date | null;

  jwk!: object;
  institutionId!: string;
}

@ObjectType('StatusListCredential', {
  description: 'A list that says which certificates are revoked (W3C Bitstring Status List v1.0).',
})
export class StatusListType {
  @Field(() => ID, { description: 'Its number.' })
  id!: string;

  @Field(() => String, { description: 'The list as a VC-JWT, signed by the programme, valid for a day.' })
  credential!: string;
}

@ObjectType('CertificateAuthority', { description: 'The programme as the signer of status lists and receipts.' })
export class CertificateAuthorityType {
  @Field(() => ID, { description: 'Its DID.' })
  did!: string;

  @Field(() => String, { description: 'The document of its DID as JSON: its public keys.' })
  didDocument!: string;
}
