import { Directive, Field, ObjectType } from 'type-graphql';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';

@Directive(requiresScopes('subgraph:publish', 'subgraph:approve'))
@ObjectType('RevisionWithholding', { description: 'What a live revision needs and is granted no more.' })
export class WithholdingType {
  @Directive(listOf(20))
  @Field(() => [String], { description: 'Coordinates of fields, or `*` for all of the revision.' })
  elements!: string[];

  @Field(() => Boolean, {
    description:
      'Whether gateways leave the elements out. False where the graph does not compose without them, or has no warden.',
  })
  isEnforced!: boolean;

  @Directive(listOf(20))
  @Field(() => [String], { description: 'What the checks say now, and why no grant holds; at most 500.' })
  reasons!: string[];

  @Field(() => DateTime, { description: 'When the end of the grant was acted on.' })
  since!: Date;
}
