import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Institution', { description: 'The legal entity that teaches courses.' })
export class InstitutionType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: 'Name of the institution.' })
  name!: string;

  @Field(() => Boolean, { description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;

  @Field(() => Boolean, {
    description: 'Its organisation is suspended by the programme office: nothing of it is sold meanwhile.',
  })
  isSuspended!: boolean;

  organizationId!: string | null;
  regionCode!: string | null;
}
