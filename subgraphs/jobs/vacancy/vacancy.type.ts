import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateScalar, DateTime, Rupiah } from '../../kit/scalars.ts';
import { SkillLevel } from '../skill/index.ts';
import type { Flag } from './vacancy.flag.ts';
import { EmploymentType, WorkAccessibility } from './vacancy.kind.ts';
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

registerEnumType(EmploymentType, {
  name: 'EmploymentType',
  description: 'How somebody is employed.',
  valuesConfig: {
    FULL_TIME: { description: 'Permanent, full working time.' },
    PART_TIME: { description: 'Part of the working time.' },
    CONTRACT: { description: 'For a limited time.' },
    INTERNSHIP: { description: 'To learn the work.' },
    FREELANCE: { description: 'By order, on one’s own account.' },
  },
});

registerEnumType(WorkAccessibility, {
  name: 'WorkAccessibility',
  description: 'What helps people with disabilities at a workplace.',
  valuesConfig: {
    WHEELCHAIR: { description: 'It is reached and used with a wheelchair.' },
    SIGN_LANGUAGE: { description: 'Colleagues or interpreters sign.' },
    SCREEN_READER: { description: 'The work can be done with a screen reader.' },
    FLEXIBLE_HOURS: { description: 'Working hours follow what a person can do.' },
  },
});

// As training has it: the graph composes both into one.
registerEnumType(SkillLevel, {
  name: 'SkillLevel',
  description: 'How well a skill is mastered after a course.',
  valuesConfig: {
    BASIC: { description: 'Works under guidance.' },
    INTERMEDIATE: { description: 'Works alone on usual tasks.' },
    ADVANCED: { description: 'Solves unusual tasks and guides others.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Vacancy', { description: 'Work that an employer offers through a job portal.' })
export class VacancyType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: "The portal's own reference." })
  reference!: string;

  @Field(() => String, { description: 'Title as shown to job seekers.' })
  title!: string;

  @Field(() => String, { description: 'What the work is and what it asks for.' })
  description!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Occupation: the four digits of a unit group of ISCO-08; null for vacancies from before.',
  })
  occupation!: string | null;

  @Field(() => EmploymentType, { name: 'type', description: 'How one is employed.' })
  employmentType!: EmploymentType;

  @Field(() => Boolean, { description: 'It can be done from anywhere in Indonesia.' })
  isRemote!: boolean;

  @Field(() => Rupiah, { nullable: true, description: 'Lowest monthly pay, in rupiah; null where it is not stated.' })
  monthlySalaryFrom!: bigint | null;

  @Field(() => Rupiah, { nullable: true, description: 'Highest monthly pay, in rupiah; null where it is not stated.' })
  monthlySalaryTo!: bigint | null;

  @Field(() => [WorkAccessibility], { description: 'What helps people with disabilities there.' })
  accessibility!: WorkAccessibility[];

  @Field(() => Int, { description: 'How many people are sought.' })
  openings!: number;

  @Field(() => DateScalar, { description: 'Last day in Jakarta on which it is open.' })
  openUntil!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where one applies, https; null: in the graph.',
  })
  applyUrl!: string | null;

  @Field(() => VacancyStatus, { description: 'How far the vacancy has come.' })
  status!: VacancyStatus;

  @Field(() => Boolean, { description: 'Moderation holds it back: nobody but its portal and officers sees it.' })
  isHeld!: boolean;

  @Field(() => Int, { description: 'Number of its content: other content has the next one.' })
  version!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was first opened; null for a draft.' })
  postedAt!: Date | null;

  @Field(() => Boolean, { description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;

  employerId!: string;
  portalId!: string;
  regionCode!: string | null;
  isPortalSuspended!: boolean;
  flags!: Flag[];
}

export const VacancyConnection = connectionType(VacancyType, 'Vacancy');
