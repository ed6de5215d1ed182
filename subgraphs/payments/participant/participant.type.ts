import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Participant')
export class ParticipantStub {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7); never derived from the NIK.' })
  id!: string;
}
