import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Platform', { description: 'A digital marketplace where participants buy courses.' })
export class PlatformType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: 'Name under which it trades.' })
  name!: string;

  @Field(() => Int, {
    description: 'First year whose public list names the platform; lists are known of 2020 and 2023.',
  })
  activeFrom!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Last year whose public list names the platform; null while it joins.',
  })
  activeTo!: number | null;

  @Field(() => Boolean, { description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;

  @Field(() => Boolean, {
    description: 'Its organisation is suspended by the programme office: nothing of it is sold meanwhile.',
  })
  isSuspended!: boolean;

  organizationId!: string | null;
}
