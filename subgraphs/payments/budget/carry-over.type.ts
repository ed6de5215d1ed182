import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime, Rupiah } from '../../kit/scalars.ts';
import { WaveStub } from '../funds/funds.type.ts';

@Directive(requiresScopes('budget:decide'))
@ObjectType('CarryOver', {
  description:
    'Money that was committed to a wave and goes on to the next year, proposed by one officer and approved by another.',
})
export class CarryOverType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => WaveStub, { description: 'The wave to which it stays committed.' })
  wave!: WaveStub;

  @Field(() => Int, { description: 'The budget year from which it is taken.' })
  fromYear!: number;

  @Field(() => Int, { description: 'The budget year to which it goes.' })
  toYear!: number;

  @Field(() => Rupiah, { description: 'The most that goes on: what was left when it was proposed.' })
  amount!: bigint;

  @Field(() => Rupiah, { nullable: true, description: 'What went on; null before the approval.' })
  carried!: bigint | null;

  @Field(() => String, { description: 'Why, in the words of who proposed it.' })
  reason!: string;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  proposedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was approved; null before that.' })
  approvedAt!: Date | null;
}
