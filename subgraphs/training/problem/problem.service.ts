import { execute, type Transaction } from '../../kit/database.ts';
import type { Refusal } from '../../kit/refusal.ts';
import { cutText, pathText } from '../../kit/sent/cut-text.ts';
import { ProblemSource } from './problem.source.ts';
import { ADD, FORGET, KEEP_NEWEST } from './problem.statement.ts';

const REFERENCE = 64;
const PATH = 200;
const EXAMPLE = 100;

/** A fault of a course, which its platform can read and mend. */
export interface CourseProblem {
  /** Null where there is no course yet. */
  course: string | null;
  /** The platform's own, as it was sent. */
  reference: string | null;
  /** Code, text in both languages, and path, outermost first; an index is a number as text. */
  refusal: Refusal;
  /** What was sent there. */
  example: string | null;
}

/** The platform that has problems, who found them, and when. */
export interface Finding {
  platform: string;
  source: ProblemSource;
  at: Date;
}

const cut = (text: string | null, most: number): string | null => (text === null ? null : cutText(text, most));

const rowOf = ({ course, reference, refusal, example }: CourseProblem) => ({
  course,
  reference: cut(reference, REFERENCE),
  code: refusal.code,
  path: pathText(refusal.path).slice(0, PATH),
  message: refusal.text,
  example: cut(example, EXAMPLE),
});

/** Adds what a platform has to mend, in one statement; of its newest 10,000 nothing is forgotten. */
export const addProblems = async (
  tx: Transaction,
  problems: readonly CourseProblem[],
  { platform, source, at }: Finding,
): Promise<void> => {
  if (problems.length === 0) return;
  await execute(tx, ADD, [platform, source, at, JSON.stringify(problems.map(rowOf))]);
  await execute(tx, KEEP_NEWEST, [platform]);
};

/** The references of a call, and what is wrong with them. */
export interface SentReferences {
  references: readonly string[];
  problems: readonly CourseProblem[];
  /** When the platform's file was made. */
  asOf: Date;
}

/** Replaces what was found in these references when they were last sent by what is found now. */
export const replaceProblems = async (
  tx: Transaction,
  { references, problems, asOf }: SentReferences,
  { platform, at }: Omit<Finding, 'source'>,
): Promise<void> => {
  const sent = [...new Set(references.map((reference) => cut(reference, REFERENCE)))];
  await execute(tx, FORGET, [platform, ProblemSource.SUBMISSION, sent, asOf]);
  await addProblems(tx, problems, { platform, source: ProblemSource.SUBMISSION, at });
};
