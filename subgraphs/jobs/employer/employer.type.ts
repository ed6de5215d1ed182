import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType('Employer', { description: 'Who offers a vacancy.' })
export class EmployerType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: 'Name of the company or person.' })
  name!: string;

  @Field(() => Boolean, { description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;
}
