import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RefusalType } from '../../kit/refusal.type.ts';

/** What became of a vacancy that was sent, as the graph has it. */
export enum UpsertOutcome {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  UNCHANGED = 'UNCHANGED',
  OUTDATED = 'OUTDATED',
  REJECTED = 'REJECTED',
}

registerEnumType(UpsertOutcome, {
  name: 'UpsertOutcome',
  description: 'What became of a vacancy that was sent.',
  valuesConfig: {
    CREATED: { description: 'A new vacancy.' },
    UPDATED: { description: 'Other content than before, or open again.' },
    UNCHANGED: { description: 'What is there already.' },
    OUTDATED: { description: 'Nothing changed: something newer has been said of this vacancy.' },
    REJECTED: { description: 'Nothing was kept; `refusal` and `problems` say why.' },
  },
});

@ObjectType('VacancyItemProblem', { description: 'Why a vacancy was rejected.' })
export class VacancyItemProblemType {
  @Field(() => String, { description: 'Stable, for programs: UPPER_SNAKE; docs/partners/refusals.md lists them.' })
  code!: string;

  @Field(() => String, { description: 'For people, in the language of Accept-Language.' })
  message!: string;

  @Field(() => String, { description: 'The place in the vacancy, as in `requirements[2].skill`.' })
  path!: string;

  @Field(() => String, { nullable: true, description: 'What was sent there: its first 100 characters.' })
  example!: string | null;
}

@ObjectType('UpsertedVacancy', { description: 'What became of one vacancy of a call.' })
export class UpsertedVacancyType {
  @Field(() => Int, { description: 'Its place in the call, from 0.' })
  index!: number;

  @Field(() => String, { description: 'Your reference, as it was sent.' })
  reference!: string;

  @Field(() => UpsertOutcome, { description: 'What became of it.' })
  outcome!: UpsertOutcome;

  @Field(() => RefusalType, { nullable: true, description: 'The first of its problems.' })
  refusal!: RefusalType | null;

  @Field(() => [VacancyItemProblemType], { description: 'Why it was rejected, at most some 20 faults; else empty.' })
  problems!: VacancyItemProblemType[];

  vacancyId!: string | null;
}

@ObjectType('VacancyWithdrawal', { description: 'What a full file has closed.' })
export class VacancyWithdrawalType {
  @Field(() => Int, { description: 'How many vacancies are CLOSED by it.' })
  closed!: number;
}
