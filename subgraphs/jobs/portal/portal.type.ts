import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Portal', { description: 'An organisation that publishes vacancies and finds alumni for them.' })
export class PortalType {
  @Field(() => ID, { description: 'That of its organisation.' })
  id!: string;

  @Field(() => String, { description: 'Name under which it works.' })
  name!: string;

  @Field(() => Boolean, {
    description: 'Its organisation is suspended by the programme office: its vacancies are shown nowhere meanwhile.',
  })
  isSuspended!: boolean;

  @Field(() => Boolean, { description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;
}
