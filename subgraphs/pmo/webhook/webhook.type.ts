import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime } from '../../kit/scalars.ts';
import { WebhookOutcome, WebhookPause, WebhookStatus } from './webhook.status.ts';

registerEnumType(WebhookStatus, {
  name: 'WebhookStatus',
  description: 'Whether a webhook gets events.',
  valuesConfig: {
    ACTIVE: { description: 'It gets them.' },
    PAUSED: { description: 'It gets none until it is resumed; then it goes on where it stopped.' },
    REMOVED: { description: 'It gets none, for ever.' },
  },
});

registerEnumType(WebhookPause, {
  name: 'WebhookPause',
  description: 'Why a webhook is paused.',
  valuesConfig: {
    OWNER: { description: 'Its organisation paused it.' },
    FAILING: { description: 'Every try of three days failed.' },
    GONE: { description: 'It answered 410.' },
  },
});

registerEnumType(WebhookOutcome, {
  name: 'WebhookOutcome',
  description: 'What became of a try.',
  valuesConfig: {
    DELIVERED: { description: 'It answered 200 to 299.' },
    REFUSED: { description: 'It answered something else.' },
    GONE: { description: 'It answered 410: the webhook is paused.' },
    REDIRECTED: { description: 'It answered 300 to 399; redirects are not followed.' },
    TIMED_OUT: { description: 'It did not answer within ten seconds.' },
    NOT_CONNECTED: { description: 'No connection was made, or it broke.' },
    TLS_FAILED: { description: 'Its certificate or its TLS is not what a browser would trust.' },
    NAME_UNKNOWN: { description: 'Its name has no address.' },
    ADDRESS_FORBIDDEN: { description: 'Its name leads to an address that is not on the internet.' },
  },
});

@ObjectType('WebhookDelivery', { description: 'One try to deliver one event; kept for 90 days.' })
export class WebhookDeliveryType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ID, { description: "The event's id." })
  eventId!: string;

  @Field(() => Int, { description: "The event's number." })
  sequence!: number;

  @Field(() => String, { description: "The event's type." })
  type!: string;

  @Field(() => ID, { nullable: true, description: 'The replay that it belongs to; null for a first delivery.' })
  replayId!: string | null;

  @Field(() => Int, { description: 'Which try in a row it was: 1 unless those before failed.' })
  attempt!: number;

  @Field(() => WebhookOutcome, { description: 'What became of it.' })
  outcome!: WebhookOutcome;

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the answer; null when there was none.' })
  statusCode!: number | null;

  @Field(() => Int, { description: 'Milliseconds until the answer.' })
  tookMs!: number;

  @Field(() => DateTime, { description: 'When it began.' })
  at!: Date;

  webhookId!: string;
}

@ObjectType('WebhookReplay', { description: 'Events that a webhook gets once more.' })
export class WebhookReplayType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => Int, { description: 'The number of its first event.' })
  firstSequence!: number;

  @Field(() => Int, { description: 'The number of its last event.' })
  lastSequence!: number;

  @Field(() => Int, { description: 'The number up to which it has come.' })
  position!: number;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When its last event was delivered; null until then.' })
  endedAt!: Date | null;

  webhookId!: string;
}

@ObjectType('Webhook', {
  description: "An address of an organisation's own that gets its events by HTTP, each in its place.",
})
export class WebhookType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Where events go; null for officers of the programme.' })
  url!: string | null;

  @Field(() => [String], { nullable: true, description: 'The types of events that it gets; null for all.' })
  types!: string[] | null;

  @Field(() => WebhookStatus, { description: 'Whether it gets events.' })
  status!: WebhookStatus;

  @Field(() => WebhookPause, { nullable: true, description: 'Why it is paused; null while it is not.' })
  pausedBecause!: WebhookPause | null;

  @Field(() => Int, { description: 'The number of the last event that it took, or that is not among its types.' })
  position!: number;

  @Field(() => Int, { description: 'Tries in a row that failed: 0 while it takes events.' })
  failures!: number;

  @Field(() => DateTime, { nullable: true, description: 'Since when each try fails; null while it takes events.' })
  failingSince!: Date | null;

  @Field(() => DateTime, { description: 'It gets nothing before this moment.' })
  nextAttemptAt!: Date;

  @Field(() => DateTime, { description: 'When it was registered.' })
  createdAt!: Date;

  organizationId!: string;
}

export const WebhookConnection = connectionType(WebhookType, 'Webhook');
export const WebhookDeliveryConnection = connectionType(WebhookDeliveryType, 'WebhookDelivery');
