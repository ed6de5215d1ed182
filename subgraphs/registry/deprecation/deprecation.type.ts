import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateScalar, DateTime } from '../../kit/scalars.ts';

enum DeprecationEnd {
  REMOVED = 'REMOVED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(DeprecationEnd, {
  name: 'DeprecationEnd',
  description: 'How a deprecation ended.',
  valuesConfig: {
    REMOVED: { description: 'The element is gone.' },
    WITHDRAWN: { description: 'The element stays after all.' },
  },
});

const guard = requiresScopes('organization:read');

@Directive(guard)
@ObjectType('DeprecationDay', { description: 'What one client used of a deprecated element on a day.' })
export class DeprecationDayType {
  @Field(() => DateScalar, { description: 'The day in Jakarta.' })
  day!: string;

  @Field(() => String, { description: 'The client, as its tokens name it; empty where they name none.' })
  client!: string;

  @Field(() => Int, { description: 'Executions that used it; at most 2,147,483,647.' })
  executions!: number;
}

@Directive(guard)
@ObjectType('DeprecationUser', { description: 'An organisation that used a deprecated element, and was told so.' })
export class DeprecationUserType {
  @Field(() => ID, { description: "The organisation's id." })
  organization!: string;

  @Field(() => String, { nullable: true, description: 'Its name, where the registry knows it.' })
  name!: string | null;

  @Field(() => DateTime, { description: 'When it was told.' })
  toldAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it acknowledged; null while it has not.' })
  acknowledgedAt!: Date | null;

  @Directive(listOf(30))
  @Field(() => [DeprecationDayType], {
    description: 'What is left: its last 100 rows of a client and a day, newest first.',
  })
  days!: DeprecationDayType[];
}

@Directive(guard)
@ObjectType('Deprecation', {
  description: 'An element of the graph that will go, from the revision that says so to the one that takes it away.',
})
export class DeprecationType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: 'Schema coordinate of the field, argument, enum value or input field.' })
  coordinate!: string;

  @Field(() => String, { description: 'Name of the subgraph that deprecates it.' })
  subgraph!: string;

  @Field(() => ID, { description: 'The publisher.' })
  owner!: string;

  @Field(() => String, { description: 'What to use instead.' })
  replacement!: string;

  @Field(() => DateScalar, {
    description: 'Its last day in Jakarta; it may go earlier once all who use it acknowledge.',
  })
  until!: string;

  @Field(() => DateTime, { description: 'When it went live.' })
  notedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When its use was last counted; null while it was not.' })
  countedAt!: Date | null;

  @Field(() => DeprecationEnd, { nullable: true, description: 'How it ended; null while it stands.' })
  ending!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it stands.' })
  endedAt!: Date | null;
}

export const DeprecationConnection = connectionType(DeprecationType, 'Deprecation');
