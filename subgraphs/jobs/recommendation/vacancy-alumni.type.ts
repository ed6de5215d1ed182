import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { AlumnusType } from '../alumnus/alumnus.type.ts';
import { RecommendationReasonType } from './recommendation.type.ts';

@Directive(requiresScopes('alumni:search'))
@ObjectType('RecommendedAlumnus', {
  description:
    'An alumnus for a vacancy. All on a page have the same skills of those that it asks for, so that none stands out.',
})
export class RecommendedAlumnusType {
  @Field(() => AlumnusType, { simple: true, description: 'Whom to invite, by the pseudonym.' })
  alumnus!: AlumnusType;

  @Field(() => [RecommendationReasonType], {
    simple: true,
    description: 'Why the person is recommended, the weightiest first; the same for all of a page.',
  })
  reasons!: RecommendationReasonType[];
}

const Connection = connectionType(RecommendedAlumnusType, 'RecommendedAlumnus');

@Directive(requiresScopes('alumni:search'))
@ObjectType('VacancyAlumniConnection', { description: 'A page of alumni for a vacancy, and about how many there are.' })
export class VacancyAlumniConnectionType extends Connection {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many there are, rounded as in `alumniBySkill`. Null when fewer than ten do: then nobody is shown.',
  })
  totalCount!: number | null;
}
