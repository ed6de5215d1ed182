import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateScalar, DateTime } from '../../kit/scalars.ts';

const guard = requiresScopes('organization:read');
const whole = 'as a whole number';

@Directive(guard)
@ObjectType('DayBudget', { description: 'Points that an organisation may spend in a day of Jakarta.' })
export class DayBudgetType {
  @Field(() => Float, { description: `Points of a day, ${whole}.` })
  points!: number;

  @Field(() => Float, { description: `Points that are left of today, ${whole}; up to a minute old.` })
  left!: number;

  @Field(() => DateTime, { description: 'When the next day begins.' })
  resetsAt!: Date;
}

@Directive(guard)
@ObjectType('OrganizationDay', { description: 'What clients and people of an organisation asked in a day.' })
export class OrganizationDayType {
  @Field(() => DateScalar, { description: 'The day in Jakarta.' })
  day!: string;

  @Field(() => Float, { description: `Operations, ${whole}.` })
  operations!: number;

  @Field(() => Float, { description: `Operations with an error that was not the client's, ${whole}.` })
  failed!: number;

  @Field(() => Float, { description: `Points of what was returned, ${whole}.` })
  points!: number;
}

@Directive(guard)
@ObjectType('SubgraphHour', { description: 'How a subgraph answered in an hour.' })
export class SubgraphHourType {
  @Field(() => DateTime, { description: 'When the hour began.' })
  hour!: Date;

  @Field(() => Float, { description: `Calls by the gateways, ${whole}.` })
  calls!: number;

  @Field(() => Float, { description: `Calls without an answer in time, ${whole}.` })
  failures!: number;

  @Field(() => Int, { nullable: true, description: 'Milliseconds within which 95 of 100 calls ended; 5000 or more.' })
  p95Ms!: number | null;
}

@Directive(guard)
@ObjectType('SubgraphHealth', { description: 'How a subgraph answered the gateways.' })
export class SubgraphHealthType {
  @Field(() => String, { description: 'Name of the subgraph.' })
  subgraph!: string;

  @Field(() => Float, { description: `Calls by the gateways, ${whole}.` })
  calls!: number;

  @Field(() => Float, { description: `Calls without an answer in time, ${whole}.` })
  failures!: number;

  @Field(() => Float, {
    description:
      'Part of the failures allowed at 99.5 % of answered calls that is left: 1 without any, below 0 with more.',
  })
  errorBudgetLeft!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Milliseconds within which 95 of 100 calls ended; null without any.',
  })
  p95Ms!: number | null;

  @Directive(listOf(24))
  @Field(() => [SubgraphHourType], { description: 'The last 24 hours that had calls.' })
  hours!: SubgraphHourType[];
}

@Directive(guard)
@ObjectType('MetErrors', { description: "Errors of a subgraph's that an organisation's clients met." })
export class MetErrorsType {
  @Field(() => String, { description: 'Name of the subgraph; `gateway` for what was its own fault.' })
  subgraph!: string;

  @Field(() => ID, { nullable: true, description: 'Who publishes it; null where it is not live any more.' })
  owner!: string | null;

  @Field(() => Float, { description: `Operations that met one, ${whole}.` })
  errors!: number;
}

@Directive(guard)
@ObjectType('CausedErrors', { description: 'Errors of a subgraph of yours that another organisation met.' })
export class CausedErrorsType {
  @Field(() => String, { description: 'Name of the subgraph.' })
  subgraph!: string;

  @Field(() => ID, { description: 'The organisation that met them.' })
  organization!: string;

  @Field(() => String, { nullable: true, description: 'Its name, where the registry knows it.' })
  name!: string | null;

  @Field(() => Float, { description: `Operations that met one, ${whole}.` })
  errors!: number;
}

@Directive(guard)
@ObjectType('OrganizationHealth', {
  description: 'How an organisation fares in the graph: what it spends, how its subgraphs answer, who breaks whom.',
})
export class OrganizationHealthType {
  @Field(() => ID, { description: "The organisation's id." })
  organizationId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the gateways were last asked; null where they never were.',
  })
  countedAt!: Date | null;

  @Field(() => DayBudgetType, { nullable: true, description: 'What it may spend in a day; null without a limit.' })
  budget!: DayBudgetType | null;

  @Directive(listOf(30))
  @Field(() => [OrganizationDayType], { description: 'What it asked, by day, newest first.' })
  days!: OrganizationDayType[];

  @Directive(listOf(5))
  @Field(() => [SubgraphHealthType], { description: 'The live subgraphs that it publishes.' })
  subgraphs!: SubgraphHealthType[];

  @Directive(listOf(10))
  @Field(() => [MetErrorsType], { description: 'Whose errors its clients met, most first; 100 at most.' })
  met!: MetErrorsType[];

  @Directive(listOf(10))
  @Field(() => [CausedErrorsType], { description: 'Who met errors of its subgraphs, most first; 100 at most.' })
  caused!: CausedErrorsType[];
}
