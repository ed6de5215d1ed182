import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateScalar, Rupiah } from '../../kit/scalars.ts';

@ObjectType('ForecastMonth', { description: 'What falls due within one month.' })
export class ForecastMonthType {
  @Field(() => DateScalar, { description: 'The first day of the month, in Jakarta.' })
  month!: string;

  @Field(() => Int, { description: 'How many instalments.' })
  count!: number;

  @Field(() => Rupiah, { description: 'Their sum.' })
  amount!: bigint;
}

@Directive(requiresScopes('ledger:read'))
@ObjectType('DueForecast', {
  description: 'What is to be paid as incentives and for surveys, by what is known now. Takes `ledger:read`.',
})
export class ForecastType {
  @Field(() => Rupiah, { description: 'Due, and not paid yet.' })
  due!: bigint;

  @Directive(listOf(12))
  @Field(() => [ForecastMonthType], {
    description: 'Earned, and due later or waiting for money: by month, the first one first.',
  })
  months!: ForecastMonthType[];

  @Field(() => Rupiah, {
    description: 'Committed and not earned by anyone yet: it has no month. What is left of it lapses with its year.',
  })
  unearned!: bigint;
}
