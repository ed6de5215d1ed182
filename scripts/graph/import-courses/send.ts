import { createHash } from 'node:crypto';
import type { Language } from '../../../subgraphs/kit/language.ts';
import type { Batch } from '../../import/batches.ts';
import type { Item } from '../../import/courses.ts';
import { type Problem, problemOf } from '../../import/problem.ts';
import type { Ask } from './ask.ts';
import type { Counts } from './state.ts';

/** What became of one item. */
export interface ItemResult {
  item: Item;
  outcome: keyof Counts;
  problems: Problem[];
}

export interface BatchResult {
  number: number;
  results: ItemResult[];
}

interface Answer {
  done: {
    items: { index: number; outcome: keyof Counts; problems: Problem[] }[] | null;
    refusal: { code: string; message: string } | null;
  };
}

export interface Call {
  /** Hash of the file and name of this import of it: with a batch's number they make its key. */
  hash: string;
  run: string;
  asOf: string;
  language: Language;
}

/** The key of one call of an import: the same when it is repeated after a crash. */
export const keyOf = ({ hash, run }: Call, position: number | string): string =>
  createHash('sha256').update(`${hash} ${run} ${position}`).digest('base64url');

/** What a file's reader found by itself, without the graph. */
export const rejectedLocally = (item: Item, language: Language): ItemResult | undefined =>
  'faults' in item
    ? { item, outcome: 'REJECTED', problems: item.faults.map((fault) => problemOf(fault, language)) }
    : undefined;

/** Sends the courses of a batch. @throws Error when the graph refuses the call as a whole */
export const sendBatch = async (ask: Ask, call: Call, { number, items }: Batch): Promise<BatchResult> => {
  const courses = items.flatMap((item) => ('course' in item ? [item.course] : []));
  const variables = { courses, asOf: call.asOf, key: keyOf(call, number) };
  const answered =
    courses.length === 0 ? [] : (await answersOf(ask, variables)).toSorted((one, other) => one.index - other.index);
  if (answered.length !== courses.length)
    throw new Error(`the graph answered ${answered.length} of ${courses.length} courses`);
  let index = 0;
  const results = items.map((item): ItemResult => {
    const local = rejectedLocally(item, call.language);
    if (local) return local;
    const { outcome = 'REJECTED', problems = [] } = answered[index] ?? {};
    index += 1;
    return { item, outcome, problems };
  });
  return { number, results };
};

const answersOf = async (ask: Ask, variables: object) => {
  const { done } = await ask<Answer>('ImportCourses', variables);
  if (done.refusal) throw new Error(`${done.refusal.message} (${done.refusal.code})`);
  return done.items ?? [];
};
