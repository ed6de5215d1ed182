import { Directive, Field, ObjectType } from 'type-graphql';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { RevisionType } from '../revision/revision.type.ts';

@Directive(requiresScopes('subgraph:publish', 'subgraph:approve'))
@ObjectType('RollbackChoice', {
  description: 'An earlier revision of a subgraph, and what today’s checks say of it.',
})
export class RollbackChoiceType {
  @Field(() => RevisionType, { description: 'The revision that would come back.' })
  revision!: RevisionType;

  @Field(() => Boolean, {
    description: 'Whether today’s grants cover all of it and nothing else speaks against it: it can be approved.',
  })
  isAllowed!: boolean;

  @Directive(listOf(20))
  @Field(() => [String], {
    description:
      'What of it no grant covers today: coordinates of fields, or `*` for all of it. Empty where all is covered.',
  })
  ungranted!: string[];

  @Directive(listOf(20))
  @Field(() => [String], { description: 'Why it would be refused; at most 500, and none where it is allowed.' })
  reasons!: string[];
}
