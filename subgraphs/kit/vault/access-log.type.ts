import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../connection.ts';
import { listOf } from '../directives.ts';
import { DateTime } from '../scalars.ts';
import { AccessPurpose } from './access-log.ts';

registerEnumType(AccessPurpose, {
  name: 'AccessPurpose',
  description: "Why a person's protected data is read; the person sees it in the access log.",
  valuesConfig: {
    SERVICE: { description: 'To serve the person: a registration, a payment, a correction.' },
    AUDIT: { description: 'To examine a decision or a payment.' },
    SUPPORT: { description: 'To answer a question or a complaint of the person.' },
  },
});

@ObjectType('AccessLogEntry', {
  description: "One read of a person's protected data, or of the name or decisions by somebody else.",
})
export class AccessLogEntryType {
  @Field(() => DateTime, { description: 'When it was read.' })
  at!: Date;

  @Field(() => ID, { description: "Who read it: the subject of the token, or the name of a partner's subgraph." })
  readerId!: string;

  @Field(() => ID, { nullable: true, description: 'The organisation of the reader; null for the person.' })
  readerOrg!: string | null;

  @Field(() => [String], { description: 'What was shown, such as `nik`, `name` or `decisions`.' })
  fields!: string[];

  @Field(() => AccessPurpose, {
    nullable: true,
    description: 'Why, as the reader stated it; null for names and decisions, for which none is asked.',
  })
  purpose!: AccessPurpose | null;

  @Directive(listOf(3))
  @Field(() => [String], {
    nullable: true,
    description:
      "For what a partner's subgraph was sent it, in the words of the terms that the data's owners agreed to; null for what a person or a client read.",
  })
  terms!: string[] | null;

  @Field(() => String, { description: 'The id of the request; quote it when you ask about this entry.' })
  requestId!: string;

  id!: string;
}

export const AccessLogConnection = connectionType(AccessLogEntryType, 'AccessLogEntry');
