import { ObjectType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';

@ObjectType('RecommendedVacancy', { description: 'An open vacancy that asks for skills which the participant has.' })
export class RecommendedVacancyType {
  participantId!: string;
  vacancyId!: string;
  matchingCodes!: string[];
}

export const RecommendedVacancyConnection = connectionType(RecommendedVacancyType, 'RecommendedVacancy');
