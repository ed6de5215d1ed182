import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';

@InputType('AddExpectationInput', { description: 'An operation that your organisation relies on.' })
export class AddExpectationInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The name under which you publish; your organisation unless said.',
  })
  organization?: string | null;

  @Field(() => String, { description: 'What it is for, for other owners to read: 3 to 100 characters.' })
  title!: string;

  @Field(() => String, { description: 'The operation; it is valid in the graph that is live.' })
  document!: string;
}

@Directive(requiresScopes('subgraph:publish', 'subgraph:approve'))
@ObjectType('Expectation', {
  description:
    "An operation that an organisation relies on. A revision of another organisation's that makes it invalid, or one of its fields nullable or of another type, is refused.",
})
export class ExpectationType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ID, { description: 'Who relies on it.' })
  organization!: string;

  @Field(() => String, { description: 'What it is for.' })
  title!: string;

  @Field(() => String, { description: 'The operation.' })
  document!: string;

  @Field(() => String, { description: 'Who added it: subject of the token.' })
  addedBy!: string;

  @Field(() => DateTime, { description: 'When it was added.' })
  addedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was removed; null while it holds.' })
  removedAt!: Date | null;
}

export const ExpectationConnection = connectionType(ExpectationType, 'Expectation');
