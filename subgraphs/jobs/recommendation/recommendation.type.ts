import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { RecommendationReasonCode } from './recommendation.reason.ts';
import type { Place } from './recommendation.statement.ts';

registerEnumType(RecommendationReasonCode, {
  name: 'RecommendationReasonCode',
  description: 'A ground on which a vacancy is recommended.',
  valuesConfig: {
    SKILLS_MATCH: { description: 'The participant has some of the skills that it asks for.' },
    LEVEL_MET: { description: 'In each of these skills the level is enough.' },
    LEVEL_BELOW: { description: 'In one of these skills it asks for a higher level.' },
    SAME_REGENCY: { description: 'The work is in the regency or city where the participant lives.' },
    SAME_PROVINCE: { description: 'The work is in the province where the participant lives.' },
    REMOTE: { description: 'The work can be done from anywhere.' },
    ELSEWHERE: { description: 'The work is in another province.' },
    NEW: { description: 'It was posted in the last seven days.' },
  },
});

@ObjectType('RecommendationReason', { description: 'Why a vacancy is recommended.' })
export class RecommendationReasonType {
  @Field(() => RecommendationReasonCode, { description: 'For programs; never translated.' })
  code!: RecommendationReasonCode;

  @Field(() => String, {
    description: 'For people, in the language of Accept-Language: English (default) or Indonesian.',
  })
  text!: string;
}

@ObjectType('RecommendedVacancy', { description: 'An open vacancy that asks for skills which the participant has.' })
export class RecommendedVacancyType {
  participantId!: string;
  vacancyId!: string;
  score!: number;
  place!: Place;
  matchingCodes!: string[];
  asked!: number;
  isLevelMet!: boolean;
  postedAt!: Date;
}

export const RecommendedVacancyConnection = connectionType(RecommendedVacancyType, 'RecommendedVacancy');
