import { Directive, Field, ObjectType } from 'type-graphql';
import { requiresScopes } from '../../kit/directives.ts';
import { Rupiah } from '../../kit/scalars.ts';

@Directive(requiresScopes('self', 'ledger:read'))
@ObjectType('RupiahTrace', {
  description: `Where public money is, from the budget to wallets, institutions, commission and the treasury. budget =
unallocated + committed + available + held + institutions + commission + due + wallets + returned + other + residual.`,
})
export class RupiahTraceType {
  @Field(() => Rupiah, {
    description:
      'Of a year: what the state gave. Of a wave: what was committed to it or granted. Of a participant: what was granted or became due.',
  })
  budget!: bigint;

  @Field(() => Rupiah, { description: 'Of a year: promised to nobody yet.' })
  unallocated!: bigint;

  @Field(() => Rupiah, { description: 'Of a year or wave: committed to waves, neither granted nor due yet.' })
  committed!: bigint;

  @Field(() => Rupiah, { description: 'Training balances left to spend.' })
  available!: bigint;

  @Field(() => Rupiah, { description: 'Held for purchases that are not yet confirmed.' })
  held!: bigint;

  @Field(() => Rupiah, { description: 'For training institutions, settled with them or not.' })
  institutions!: bigint;

  @Field(() => Rupiah, { description: 'For platforms as their commission, settled with them or not.' })
  commission!: bigint;

  @Field(() => Rupiah, { description: 'Incentives due and not yet paid.' })
  due!: bigint;

  @Field(() => Rupiah, { description: 'Paid to wallets and accounts, as payment partners confirmed it.' })
  wallets!: bigint;

  @Field(() => Rupiah, { description: 'Back at the state treasury.' })
  returned!: bigint;

  @Field(() => Rupiah, {
    description:
      'Fees, deposits at partners and what is not explained yet; less than zero for refunds that platforms owe.',
  })
  other!: bigint;

  @Field(() => Rupiah, { description: 'What of `budget` is nowhere: always 0.' })
  residual!: bigint;
}
