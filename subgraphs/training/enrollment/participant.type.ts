import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Participant', {
  description:
    'A person in the programme. Enrolments and certificates are shown to that person, and to callers with `enrollment:read`.',
})
export class ParticipantType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7); never derived from the NIK.' })
  id!: string;
}
