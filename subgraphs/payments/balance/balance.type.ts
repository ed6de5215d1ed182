import { Directive, Field, ObjectType } from 'type-graphql';
import { requiresScopes } from '../../kit/directives.ts';
import { DateScalar, Rupiah } from '../../kit/scalars.ts';
import { WaveStub } from '../funds/funds.type.ts';

@Directive(requiresScopes('self', 'ledger:read'))
@ObjectType('TrainingBalance', {
  description:
    'What a recipient may spend on courses. Not cash, granted once in a lifetime. granted = spent + held + returned + available.',
})
export class TrainingBalanceType {
  @Field(() => Rupiah, { description: 'Granted when the wave was announced.' })
  granted!: bigint;

  @Field(() => Rupiah, { description: 'Paid to platforms for courses.' })
  spent!: bigint;

  @Field(() => Rupiah, { description: 'Set aside for purchases that are not yet confirmed.' })
  held!: bigint;

  @Field(() => Rupiah, { description: 'Returned to the state treasury, unused.' })
  returned!: bigint;

  @Field(() => Rupiah, { description: 'Left to spend.' })
  available!: bigint;

  @Field(() => DateScalar, { description: 'Last day (Asia/Jakarta) to spend it; the rest returns to the treasury.' })
  expiresOn!: string;

  @Field(() => Boolean, {
    description:
      'The participant was found on a list of barred people: nothing can be spent or paid until that is lifted.',
  })
  isFrozen!: boolean;

  @Field(() => WaveStub, { description: 'The wave in which it was granted.' })
  wave!: WaveStub;
}
