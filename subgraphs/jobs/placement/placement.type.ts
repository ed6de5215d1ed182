import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTime } from '../../kit/scalars.ts';
import { PlacementStatus, WageBand } from './placement.status.ts';

registerEnumType(PlacementStatus, {
  name: 'PlacementStatus',
  description: 'What is known of a hire.',
  valuesConfig: {
    REPORTED: { description: 'The portal reported it; it waits for the person.' },
    CONFIRMED: { description: 'The person confirmed it: it counts.' },
    DISPUTED: { description: 'The person says that it is wrong.' },
  },
});

registerEnumType(WageBand, {
  name: 'WageBand',
  description: 'Monthly wage in rupiah, in bands, so that nobody is known by it.',
  valuesConfig: {
    UNDER_2M: { description: 'Less than 2 million.' },
    FROM_2M_TO_4M: { description: 'From 2 million to less than 4.' },
    FROM_4M_TO_6M: { description: 'From 4 million to less than 6.' },
    FROM_6M_TO_10M: { description: 'From 6 million to less than 10.' },
    FROM_10M: { description: '10 million or more.' },
  },
});

@ObjectType('Placement', { description: 'A hire that a portal reports, of an application. It counts once confirmed.' })
export class PlacementType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => PlacementStatus, { description: 'What is known of it.' })
  status!: PlacementStatus;

  @Field(() => DateScalar, { description: 'First day of work.' })
  startsOn!: string;

  @Field(() => WageBand, { description: 'Monthly wage.' })
  wageBand!: WageBand;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the person is still there after three months; null while nobody has said.',
  })
  isRetainedAt3Months!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the person is still there after six months; null while nobody has said.',
  })
  isRetainedAt6Months!: boolean | null;

  @Field(() => DateTime, { description: 'When the portal reported it last.' })
  reportedAt!: Date;

  applicationId!: string;
}

@InputType('ReportPlacementInput', { description: 'A hire.' })
export class ReportPlacementInput {
  @Field(() => ID, { description: 'The application of whoever was hired.' })
  applicationId!: string;

  @Field(() => DateScalar, { description: 'First day of work: from the day of the application to 90 days from now.' })
  startsOn!: string;

  @Field(() => WageBand, { description: 'Monthly wage.' })
  wageBand!: WageBand;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the person is still there after three months; leave it out until then.',
  })
  isRetainedAt3Months?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the person is still there after six months; leave it out until then.',
  })
  isRetainedAt6Months?: boolean | null;
}
