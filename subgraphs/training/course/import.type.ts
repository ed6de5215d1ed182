import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What became of a course that was handed in, as the graph has it. */
export enum ImportOutcomeValue {
  CREATED = 'CREATED',
  NEW_VERSION = 'NEW_VERSION',
  UNCHANGED = 'UNCHANGED',
  OUTDATED = 'OUTDATED',
  REJECTED = 'REJECTED',
}

registerEnumType(ImportOutcomeValue, {
  name: 'ImportOutcome',
  description: 'What became of a course that was handed in.',
  valuesConfig: {
    CREATED: { description: 'A new course, submitted for assessment.' },
    NEW_VERSION: { description: 'Other content than before, submitted; what is on sale stays until it is approved.' },
    UNCHANGED: { description: 'The content that is there already.' },
    OUTDATED: { description: 'Nothing changed: a newer file has named this course.' },
    REJECTED: { description: 'Nothing was kept; `problems` says why.' },
  },
});

@ObjectType('ItemProblem', { description: 'Why a course was rejected.' })
export class ItemProblemType {
  @Field(() => String, { description: 'Stable, for programs: UPPER_SNAKE; docs/partners/refusals.md lists them.' })
  code!: string;

  @Field(() => String, { description: 'For people, in the language of Accept-Language.' })
  message!: string;

  @Field(() => String, { description: 'The place in the course, as in `syllabus[2].hours`.' })
  path!: string;

  @Field(() => String, { nullable: true, description: 'What was sent there: its first 100 characters.' })
  example!: string | null;
}

@ObjectType('ImportedCourse', { description: 'What became of one course of a call.' })
export class ImportedCourseType {
  @Field(() => Int, { description: 'Its place in the call, from 0.' })
  index!: number;

  @Field(() => String, { description: 'Your reference, as it was sent.' })
  reference!: string;

  @Field(() => ImportOutcomeValue, { description: 'What became of it.' })
  outcome!: ImportOutcomeValue;

  @Field(() => [ItemProblemType], { description: 'Why it was rejected, at most some 20 faults; else empty.' })
  problems!: ItemProblemType[];

  courseId!: string | null;
}

@ObjectType('CatalogueWithdrawal', { description: 'What a full file has withdrawn.' })
export class CatalogueWithdrawalType {
  @Field(() => Int, { description: 'How many courses are DELISTED by it. Who has paid goes on learning.' })
  withdrawn!: number;
}
