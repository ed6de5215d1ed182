import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';

export enum SurveyQuestionKind {
  ONE_CHOICE = 'ONE_CHOICE',
  CHOICES = 'CHOICES',
  NUMBER = 'NUMBER',
  TEXT = 'TEXT',
}

registerEnumType(SurveyQuestionKind, {
  name: 'SurveyQuestionKind',
  description: 'How a question is answered.',
  valuesConfig: {
    ONE_CHOICE: { description: 'By one of `choices`.' },
    CHOICES: { description: 'By `least` to `most` of `choices`.' },
    NUMBER: { description: 'By a whole number from `least` to `most`.' },
    TEXT: { description: 'By a text of `most` characters at most.' },
  },
});

@ObjectType('SurveyChoice', { description: 'Something that can be chosen as an answer.' })
export class SurveyChoiceType {
  @Field(() => ID, { description: 'Names it in an answer; stable in its question.' })
  id!: string;

  @Field(() => String, { description: 'In the language of Accept-Language: English or Indonesian.' })
  text!: string;
}

@ObjectType('SurveyQuestion', { description: 'A question of a survey.' })
export class SurveyQuestionType {
  @Field(() => ID, { description: 'Names it in an answer; stable in its survey.' })
  id!: string;

  @Field(() => SurveyQuestionKind, { description: 'How it is answered.' })
  kind!: SurveyQuestionKind;

  @Field(() => String, { description: 'In the language of Accept-Language: English or Indonesian.' })
  text!: string;

  @Field(() => Boolean, { description: 'Whether it must be answered.' })
  isRequired!: boolean;

  @Directive(listOf(5))
  @Field(() => [SurveyChoiceType], { description: 'What can be chosen; empty for other kinds.' })
  choices!: SurveyChoiceType[];

  @Field(() => Int, {
    nullable: true,
    description: 'The lowest number, or the fewest choices; null where none is set.',
  })
  least!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The highest number, the most choices or the most characters; null where none is set.',
  })
  most!: number | null;
}

@ObjectType('Survey', { description: 'What recipients are asked, and paid for. Once in use it is never changed.' })
export class SurveyType {
  @Field(() => ID, { description: 'Stable.' })
  code!: string;

  @Field(() => String, { description: 'In the language of Accept-Language: English or Indonesian.' })
  title!: string;

  @Field(() => [String], {
    description:
      'Versions of the policy under which recipients may fill it in; `PolicyAmounts.survey` of each says what is paid, and how often.',
  })
  paidUnder!: string[];

  @Directive(listOf(5))
  @Field(() => [SurveyQuestionType], { description: 'The questions, in order.' })
  questions!: SurveyQuestionType[];
}

@Directive(requiresScopes('self'))
@ObjectType('SurveyAnswer', { description: 'An answer; exactly one of `choices`, `number` and `text` is given.' })
export class SurveyAnswerType {
  @Field(() => ID, { description: 'The id of the question.' })
  question!: string;

  @Field(() => [ID], { nullable: true, description: 'What was chosen.' })
  choices!: string[] | null;

  @Field(() => Int, { nullable: true, description: 'The number.' })
  number!: number | null;

  @Field(() => String, { nullable: true, description: 'The text.' })
  text!: string | null;
}

@ObjectType('SurveySubmission', { description: 'A survey that a recipient filled in.' })
export class SurveySubmissionType {
  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => Int, { description: 'Which survey instalment of the award it claims, from 1.' })
  instalment!: number;

  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => DateTime, { description: 'When it was submitted.' })
  submittedAt!: Date;

  participantId!: string;
  surveyCode!: string;
  waveNumber!: number;
}

export const SurveySubmissionConnection = connectionType(SurveySubmissionType, 'SurveySubmission');

@InputType('SurveyAnswerInput', {
  description: 'An answer: state the one of `choices`, `number` and `text` that the kind of the question asks for.',
})
export class SurveyAnswerInput {
  @Field(() => ID, { description: 'The id of the question.' })
  question!: string;

  @Field(() => [ID], { nullable: true, description: 'For ONE_CHOICE, in a list, and CHOICES.' })
  choices?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'For NUMBER.' })
  number?: number | null;

  @Field(() => String, { nullable: true, description: 'For TEXT.' })
  text?: string | null;
}

@InputType('SubmitSurveyInput', { description: 'A filled-in survey.' })
export class SubmitSurveyInput {
  @Field(() => ID, { description: 'The code of the survey.' })
  survey!: string;

  @Field(() => [SurveyAnswerInput], { description: 'The answers, in any order; one for each question that needs one.' })
  answers!: SurveyAnswerInput[];
}
