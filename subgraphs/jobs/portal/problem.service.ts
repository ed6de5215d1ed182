import { execute, type Transaction } from '../../kit/database.ts';
import type { Refusal } from '../../kit/refusal.ts';
import { cutText, pathText } from '../../kit/sent/cut-text.ts';
import type { ProblemSource } from './problem.source.ts';
import { ADD, FORGET, KEEP_NEWEST } from './problem.statement.ts';

const REFERENCE = 64;
const PATH = 200;
const EXAMPLE = 100;

/** A fault of a vacancy, which its portal can read and mend. */
export interface PortalProblem {
  /** Null where there is no vacancy yet. */
  vacancy: string | null;
  /** The portal's own, as it was sent. */
  reference: string | null;
  /** Code, text in both languages, and path, outermost first; an index is a number as text. */
  refusal: Refusal;
  /** What was sent there. */
  example: string | null;
}

/** The portal that has problems, who found them, and when. */
export interface Finding {
  portal: string;
  source: ProblemSource;
  at: Date;
}

const cut = (text: string | null, most: number): string | null => (text === null ? null : cutText(text, most));

const rowOf = ({ vacancy, reference, refusal, example }: PortalProblem) => ({
  vacancy,
  reference: cut(reference, REFERENCE),
  code: refusal.code,
  path: pathText(refusal.path).slice(0, PATH),
  message: refusal.text,
  example: cut(example, EXAMPLE),
});

/** Adds what a portal has to mend, in one statement; of its newest 10,000 nothing is forgotten. */
export const addProblems = async (
  tx: Transaction,
  problems: readonly PortalProblem[],
  { portal, source, at }: Finding,
): Promise<void> => {
  if (problems.length === 0) return;
  await execute(tx, ADD, [portal, source, at, JSON.stringify(problems.map(rowOf))]);
  await execute(tx, KEEP_NEWEST, [portal]);
};

/** The references of a call, and what is wrong with them. */
interface SentReferences {
  references: readonly string[];
  problems: readonly PortalProblem[];
  /** When the portal wrote it. */
  writtenAt: Date;
}

/** Replaces what was found in these references when they were last sent by what is found now. */
export const replaceProblems = async (
  tx: Transaction,
  { references, problems, writtenAt }: SentReferences,
  { portal, at, source }: Finding,
): Promise<void> => {
  if (references.length === 0) return;
  const sent = [...new Set(references.map((reference) => cut(reference, REFERENCE)))];
  await execute(tx, FORGET, [portal, source, sent, writtenAt]);
  await addProblems(tx, problems, { portal, source, at });
};
