import { Field, ObjectType } from 'type-graphql';

@ObjectType('Refusal', {
  description: 'Why a mutation did nothing. Expected refusals are data; errors are reserved for bugs and outages.',
})
export class RefusalType {
  @Field(() => String, { description: 'Stable, for programs: UPPER_SNAKE, never translated.' })
  code!: string;

  @Field(() => String, {
    description: 'For people, in the language of Accept-Language: English (default) or Indonesian.',
  })
  message!: string;

  @Field(() => [String], {
    description: 'The argument or input field that was refused, outermost first; may be empty.',
  })
  path!: string[];
}
