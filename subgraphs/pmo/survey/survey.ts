import type { Text } from '../../kit/language.ts';

export type QuestionKind = 'ONE_CHOICE' | 'CHOICES' | 'NUMBER' | 'TEXT';

export interface Choice {
  id: string;
  text: Text;
}

/** A question; `least` and `most` limit the number, how many are chosen, or the characters of the text. */
export interface Question {
  /** Stable in its survey. */
  id: string;
  kind: QuestionKind;
  text: Text;
  isOptional?: true;
  /** For ONE_CHOICE and CHOICES only. */
  choices?: readonly Choice[];
  least?: number;
  most?: number;
}

/** What recipients are asked, and paid for. A survey that somebody has answered is never changed: it gets a new code. */
export interface Survey {
  code: string;
  title: Text;
  /** Versions of the policy whose recipients may fill it in and are paid for it. */
  paidUnder: readonly string[];
  questions: readonly Question[];
}

/** One answer; the others of the three are null. */
export interface Answer {
  question: string;
  choices: string[] | null;
  number: number | null;
  text: string | null;
}
