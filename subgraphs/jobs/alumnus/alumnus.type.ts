import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';

@Directive(requiresScopes('alumni:search'))
@ObjectType('Alumnus', {
  description:
    'Someone with certificates who lets your portal find them. There is no name and no contact, and `pseudonym` leads to none.',
})
export class AlumnusType {
  @Field(() => ID, {
    description: 'Stable for your portal; another portal sees another one for the same person. No id of the graph.',
  })
  pseudonym!: string;

  matchingCodes!: string[];
  regionCode!: string;
}

export const AlumnusConnection = connectionType(AlumnusType, 'Alumnus');
