import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Participant', {
  description:
    'A person in the programme. Shown to that person, and to callers whose scope names it (`participant:read`). Partners add their own fields.',
})
export class ParticipantStub {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7); never derived from the NIK.' })
  id!: string;
}
