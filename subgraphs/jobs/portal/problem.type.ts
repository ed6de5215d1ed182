import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { ProblemSource } from './problem.source.ts';

registerEnumType(ProblemSource, {
  name: 'VacancyProblemSource',
  description: 'Who found a problem of a vacancy.',
  valuesConfig: {
    SUBMISSION: { description: 'The check of what was sent; sending the reference again replaces it.' },
    MODERATION: { description: 'Moderation holds the vacancy back for it, or an officer rejected it.' },
  },
});

@Directive(requiresScopes('vacancy:publish', 'vacancy:moderate'))
@ObjectType('VacancyProblem', { description: 'What a portal has to mend in one of its vacancies.' })
export class VacancyProblemType {
  @Field(() => String, { description: 'Stable, for programs: UPPER_SNAKE; docs/partners/refusals.md lists them.' })
  code!: string;

  @Field(() => String, { description: 'The place in what was sent, as in `requirements[2].skill`; may be empty.' })
  path!: string;

  @Field(() => String, { description: 'For people, in the language of Accept-Language.' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'What was sent there: its first 100 characters.' })
  example!: string | null;

  @Field(() => String, { nullable: true, description: "The portal's own reference, as it was sent." })
  reference!: string | null;

  @Field(() => ProblemSource, { description: 'Who found it.' })
  source!: ProblemSource;

  @Field(() => DateTime, { description: 'When it was found.' })
  foundAt!: Date;
}

export const VacancyProblemConnection = connectionType(VacancyProblemType, 'VacancyProblem');
