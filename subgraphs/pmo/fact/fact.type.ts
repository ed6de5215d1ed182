import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';

@Directive(requiresScopes('webhook:manage'))
@ObjectType('Event', {
  description: "Something that your organisation is told, in its place among your organisation's events.",
})
export class EventType {
  @Field(() => ID, { description: 'The same in every try of every webhook: `webhook-id`. Act on it once.' })
  id!: string;

  @Field(() => Int, {
    description: 'Its number: 1 for the first event of your organisation, without gaps. It is given after the fact.',
  })
  sequence!: number;

  @Field(() => String, { description: 'One of `eventTypes`.' })
  type!: string;

  @Field(() => String, { description: "The id of what it is about, such as a course's." })
  subject!: string;

  @Field(() => DateTime, { description: 'When it happened; an earlier event may have a higher number.' })
  occurredAt!: Date;

  @Field(() => String, {
    description: 'The JSON text that webhooks get, to the byte. The schema of its type describes it.',
  })
  body!: string;
}

export const EventConnection = connectionType(EventType, 'Event');

@ObjectType('EventKind', { description: 'A type of events that organisations are told of.' })
export class EventKindType {
  @Field(() => ID, { description: 'Its name, as in `seat.reserved`.' })
  type!: string;

  @Field(() => String, { description: 'What happened.' })
  description!: string;

  @Field(() => String, { description: 'The `$id` of the JSON Schema of its body, which is in `schema/facts`.' })
  schema!: string;
}
