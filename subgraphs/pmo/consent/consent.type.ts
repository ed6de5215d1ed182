import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { ConsentPurpose } from './consent.purpose.ts';
import { ConsentStatus } from './consent.status.ts';

registerEnumType(ConsentPurpose, {
  name: 'ConsentPurpose',
  description: 'What a job portal may use the data of a person for; each purpose takes a consent of its own.',
  valuesConfig: {
    JOB_MATCHING: {
      description: 'To find the person by proven skills and region, under a pseudonym that only this portal sees.',
    },
    INVITATION: {
      description: 'To have the programme pass on invitations to apply; the portal learns no contact by it.',
    },
    STATISTICS: {
      description: 'To count the person in figures about the labour market, none of which shows one person.',
    },
  },
});

registerEnumType(ConsentStatus, {
  name: 'ConsentStatus',
  description: 'Whether a consent holds.',
  valuesConfig: {
    GRANTED: { description: 'It holds.' },
    WITHDRAWN: { description: 'The person took it back; for ever.' },
    EXPIRED: { description: 'Its time ran out; for ever.' },
  },
});

@Directive(requiresScopes('self', 'participant:read'))
@ObjectType('Consent', {
  description: 'The permission of a person for one job portal, or for all, to use their data for a purpose.',
})
export class ConsentType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The organisation that may use the data; null for all job portals, also those that join later.',
  })
  portalId!: string | null;

  @Field(() => ConsentPurpose, { description: 'What for.' })
  purpose!: ConsentPurpose;

  @Field(() => ConsentStatus, { description: 'Whether it holds now.' })
  status!: ConsentStatus;

  @Field(() => DateTime, { description: 'When it was granted.' })
  grantedAt!: Date;

  @Field(() => DateTime, { description: 'It ends then by itself.' })
  until!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it holds.' })
  endedAt!: Date | null;

  participantId!: string;
}

export const ConsentConnection = connectionType(ConsentType, 'Consent');

@InputType('GrantConsentInput', { description: 'Whom the caller lets use their data, for what and until when.' })
export class GrantConsentInput {
  @Field(() => ID, {
    nullable: true,
    description: 'One job portal, by the id of its organisation. Leave it out with `allPortals`.',
  })
  portalId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'All job portals, also those that join later; said expressly, since it is the widest consent.',
  })
  allPortals!: boolean;

  @Field(() => ConsentPurpose, { description: 'What for.' })
  purpose!: ConsentPurpose;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it shall end by itself: in 365 days when left out, in 730 at most.',
  })
  until?: Date | null;
}
