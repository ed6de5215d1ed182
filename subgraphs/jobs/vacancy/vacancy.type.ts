import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime, Rupiah } from '../../kit/scalars.ts';
import { VacancyStatus } from './vacancy.status.ts';

registerEnumType(VacancyStatus, {
  name: 'VacancyStatus',
  description: 'How far a vacancy has come. Only OPEN vacancies are listed.',
  valuesConfig: {
    DRAFT: { description: 'Being written; known to its portal only.' },
    OPEN: { description: 'Takes applications.' },
    PAUSED: { description: 'Takes no applications for now.' },
    CLOSED: { description: 'Ended without a hire through the portal.' },
    FILLED: { description: 'Someone was hired.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Vacancy', { description: 'Work that an employer offers through a job portal.' })
export class VacancyType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: 'Title as shown to job seekers.' })
  title!: string;

  @Field(() => String, { description: 'What the work is and what it asks for.' })
  description!: string;

  @Field(() => Rupiah, { nullable: true, description: 'Lowest monthly pay, in rupiah; null where it is not stated.' })
  monthlySalaryFrom!: bigint | null;

  @Field(() => Rupiah, { nullable: true, description: 'Highest monthly pay, in rupiah; null where it is not stated.' })
  monthlySalaryTo!: bigint | null;

  @Field(() => VacancyStatus, { description: 'How far the vacancy has come.' })
  status!: VacancyStatus;

  @Field(() => DateTime, { nullable: true, description: 'When it was first opened; null for a draft.' })
  postedAt!: Date | null;

  @Field(() => String, { description: 'Code of the job portal that publishes it.' })
  portal!: string;

  @Field(() => Boolean, { description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;

  employerId!: string;
  regionCode!: string;
}

export const VacancyConnection = connectionType(VacancyType, 'Vacancy');
