import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Participant', {
  description:
    'A person in the programme. Skills and recommendations are shown to that person, and to callers with `participant:read`.',
})
export class ParticipantType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7); never derived from the NIK.' })
  id!: string;
}
