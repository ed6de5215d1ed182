import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Rupiah } from '../../kit/scalars.ts';

@ObjectType('WaveFunds', {
  description:
    'Public money of one wave, as the ledger has it now. `committed` is never less than `paid` plus `returned`.',
})
export class WaveFundsType {
  @Field(() => Rupiah, {
    description:
      'All that its people may be paid, committed when it was announced; of older waves what was granted or became due.',
  })
  committed!: bigint;

  @Field(() => Rupiah, {
    description: 'Of `committed`: spent on courses, plus incentives that a payment partner confirmed as paid.',
  })
  paid!: bigint;

  @Field(() => Rupiah, { description: 'Of `committed`: what went back to the state treasury.' })
  returned!: bigint;
}

@Directive('@key(fields: "number")')
@ObjectType('Wave')
export class WaveStub {
  @Field(() => Int, { description: "The wave's number." })
  number!: number;
}
