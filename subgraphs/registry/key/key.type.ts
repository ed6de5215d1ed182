import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { KeyRole, KeyStatus } from './key.status.ts';

registerEnumType(KeyRole, {
  name: 'PublisherKeyRole',
  description: 'What a key may sign.',
  valuesConfig: {
    PUBLISHER: { description: 'Revisions that its organisation publishes.' },
    APPROVER: { description: 'The approval of revisions that somebody else published.' },
  },
});

registerEnumType(KeyStatus, {
  name: 'PublisherKeyStatus',
  description: 'Whether what a key signs counts.',
  valuesConfig: {
    PROPOSED: { description: 'Waits for an officer.' },
    APPROVED: { description: 'What it signs counts.' },
    REVOKED: { description: 'What it signs does not count, for ever.' },
  },
});

@InputType('RegisterPublisherKeyInput', { description: 'A public key of your organisation.' })
export class RegisterPublisherKeyInput {
  @Field(() => String, {
    description: 'Ed25519: DER of the SubjectPublicKeyInfo (RFC 8410), in base64url without padding, 59 characters.',
  })
  publicKey!: string;

  @Field(() => ID, { nullable: true, description: 'The name under which you publish; your organisation unless said.' })
  organization?: string | null;

  @Field(() => KeyRole, { description: 'What it shall sign; it cannot be changed.' })
  role!: KeyRole;
}

@Directive(requiresScopes('subgraph:publish', 'subgraph:approve'))
@ObjectType('PublisherKey', {
  description: "A public key whose signatures count for an organisation's subgraphs. The private part stays with it.",
})
export class PublisherKeyType {
  @Field(() => ID, { description: 'SHA-256 of the key, as 64 hexadecimal digits.' })
  id!: string;

  @Field(() => String, { description: 'The key, as it was registered.' })
  publicKey!: string;

  @Field(() => ID, { description: 'Id of the organisation whose it is.' })
  organization!: string;

  @Field(() => KeyRole, { description: 'What it may sign.' })
  role!: KeyRole;

  @Field(() => KeyStatus, { description: 'Whether it counts.' })
  status!: KeyStatus;

  @Field(() => String, { description: 'Who proposed it: subject of the token.' })
  proposedBy!: string;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  proposedAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who approved it; null while nobody has.' })
  approvedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null while it is not.' })
  revokedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was revoked; null while it is not.' })
  revocationReason!: string | null;
}

export const PublisherKeyConnection = connectionType(PublisherKeyType, 'PublisherKey');
