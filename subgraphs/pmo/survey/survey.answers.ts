import { readTyped } from '../../kit/typed-text.ts';
import { wrongAnswer } from './survey.refusal.ts';
import type { Answer, Question, QuestionKind, Survey } from './survey.ts';

/** An answer as it was sent, at a place of the list. */
export interface GivenAnswer {
  question: string;
  choices?: readonly string[] | null;
  number?: number | null;
  text?: string | null;
}

type Field = 'choices' | 'number' | 'text';

const fieldOf: Record<QuestionKind, Field> = {
  ONE_CHOICE: 'choices',
  CHOICES: 'choices',
  NUMBER: 'number',
  TEXT: 'text',
};

const limitsOf = ({ kind, least = 1, most = Number.MAX_SAFE_INTEGER }: Question) =>
  kind === 'ONE_CHOICE' ? { least: 1, most: 1 } : { least, most };

const isOutside = (value: number, question: Question) => {
  const { least, most } = limitsOf(question);
  return value < least || value > most;
};

const readChoices = (question: Question, given: readonly string[], index: number): string[] => {
  const known = new Set(question.choices?.map(({ id }) => id));
  for (const [place, id] of given.entries()) {
    if (!known.has(id)) throw wrongAnswer('CHOICE_UNKNOWN', index, 'choices', place);
    if (given.indexOf(id) < place) throw wrongAnswer('CHOICE_REPEATED', index, 'choices', place);
  }
  if (isOutside(given.length, question)) throw wrongAnswer('CHOICES_OUT_OF_RANGE', index, 'choices');
  return [...given];
};

const textFaults = {
  EMPTY: 'TEXT_EMPTY',
  SHORT: 'TEXT_TOO_LONG',
  LONG: 'TEXT_TOO_LONG',
  BROKEN: 'TEXT_MALFORMED',
} as const;

const readText = (question: Question, given: string, index: number): string => {
  const found = readTyped(given, limitsOf(question));
  if ('fault' in found) throw wrongAnswer(textFaults[found.fault], index, 'text');
  return found.text;
};

const readAnswer = (question: Question, given: GivenAnswer, index: number): Answer => {
  const { choices = null, number = null, text = null } = given;
  const stated = Object.entries({ choices, number, text }).filter(([, value]) => value !== null);
  if (stated.length !== 1 || stated[0]?.[0] !== fieldOf[question.kind]) throw wrongAnswer('ANSWER_KIND_WRONG', index);
  if (number !== null && isOutside(number, question)) throw wrongAnswer('NUMBER_OUT_OF_RANGE', index, 'number');
  return {
    question: question.id,
    choices: choices && readChoices(question, choices, index),
    number,
    text: text === null ? null : readText(question, text, index),
  };
};

/**
 * Checks answers against their survey.
 * @returns them in the order of the questions
 * @throws Refusal with the codes of `survey.refusal.ts`; the path names the place
 */
export const readAnswers = ({ questions }: Survey, given: readonly GivenAnswer[]): Answer[] => {
  const read = new Map<string, Answer>();
  for (const [index, answer] of given.entries()) {
    const question = questions.find(({ id }) => id === answer.question);
    if (!question) throw wrongAnswer('QUESTION_UNKNOWN', index, 'question');
    if (read.has(question.id)) throw wrongAnswer('QUESTION_REPEATED', index, 'question');
    read.set(question.id, readAnswer(question, answer, index));
  }
  return questions.flatMap(({ id, isOptional }) => {
    const answer = read.get(id);
    if (!answer && !isOptional) throw wrongAnswer('ANSWER_MISSING', id);
    return answer ?? [];
  });
};
