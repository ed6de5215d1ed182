import { Directive, Field, ID, InputType } from 'type-graphql';
import { bulk } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';

@InputType('WebhookInput', { description: 'Where events go, and which.' })
export class WebhookInput {
  @Field(() => String, {
    description:
      'An https URL on the internet, with port 443 or 8443, at most 500 characters: without user, password and fragment.',
  })
  url!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'The types of events, from `eventTypes`: 1 to 50. All when left out, also those that come later.',
  })
  types?: string[] | null;
}

@InputType('ReplayInput', {
  description: 'Events that a webhook shall get once more: by their ids, or by time and type.',
})
export class ReplayInput {
  @Directive(bulk(1_000))
  @Field(() => [ID], { nullable: true, description: "The events' ids: 1 to 1,000, and nothing else." })
  ids?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only these types of events; with `from` and `to`.' })
  types?: string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Events recorded from this moment on.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Events recorded before this moment.' })
  to?: Date | null;
}
