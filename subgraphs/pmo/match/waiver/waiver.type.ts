import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../../kit/scalars.ts';

@ObjectType('MatchWaiver', {
  description: 'A decision to freeze a wave without those of whom the civil registry has said nothing yet.',
})
export class MatchWaiverType {
  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => String, { description: 'The officer who proposed it.' })
  proposedBy!: string;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  proposedAt!: Date;

  @Field(() => String, { nullable: true, description: 'The other officer, who approved it; null until then.' })
  approvedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was approved; null until then.' })
  approvedAt!: Date | null;
}

@ObjectType('WaveIdentityMatch', { description: 'How a wave stands with the civil registry.' })
export class WaveIdentityMatchType {
  @Field(() => Boolean, {
    description:
      'Whether somebody in it waits for the registry’s answer: its entries are not frozen while that lasts, unless two officers decide otherwise.',
  })
  isWaiting!: boolean;

  @Field(() => MatchWaiverType, { nullable: true, description: 'What officers decided; null where nobody did.' })
  waiver!: MatchWaiverType | null;
}
