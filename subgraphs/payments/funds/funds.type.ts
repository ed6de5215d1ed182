import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Rupiah } from '../../kit/scalars.ts';

@ObjectType('WaveFunds', {
  description:
    'Public money of one wave, as the ledger has it now. `committed` is never less than `paid` plus `returned`.',
})
export class WaveFundsType {
  @Field(() => Rupiah, {
    description: 'Training balances granted to the recipients, plus incentives from the moment that they are due.',
  })
  committed!: bigint;

  @Field(() => Rupiah, {
    description: 'Of `committed`: spent on courses, plus incentives that a payment partner confirmed as SETTLED.',
  })
  paid!: bigint;

  @Field(() => Rupiah, { description: 'Of `committed`: training balances that went back to the state treasury.' })
  returned!: bigint;
}

@Directive('@key(fields: "number")')
@ObjectType('Wave')
export class WaveStub {
  @Field(() => Int, { description: "The wave's number." })
  number!: number;
}
