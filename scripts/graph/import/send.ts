import { createHash } from 'node:crypto';
import type { Language } from '../../../subgraphs/kit/language.ts';
import type { Batch } from '../../import/batches.ts';
import type { Item } from '../../import/items.ts';
import { type Problem, problemOf } from '../../import/problem.ts';
import type { Ask } from './ask.ts';
import type { Call, Subject } from './subject.ts';

/** What became of one item. */
export interface ItemResult {
  item: Item;
  outcome: string;
  problems: Problem[];
}

export interface BatchResult {
  number: number;
  results: ItemResult[];
}

/** The key of one call of an import: the same when it is repeated after a crash. */
export const keyOf = ({ hash, run }: Call, position: number | string): string =>
  createHash('sha256').update(`${hash} ${run} ${position}`).digest('base64url');

/** What a file's reader found by itself, without the graph. */
export const rejectedLocally = (item: Item, language: Language): ItemResult | undefined =>
  'faults' in item
    ? { item, outcome: 'REJECTED', problems: item.faults.map((fault) => problemOf(fault, language)) }
    : undefined;

/** How the items of a file are sent. */
export interface Delivery<Input extends object> {
  ask: Ask;
  subject: Subject<Input>;
  call: Call;
  language: Language;
}

/** Sends the items of a batch. @throws Error when the graph refuses the call as a whole */
export const sendBatch = async <Input extends object>(
  { ask, subject, call, language }: Delivery<Input>,
  { number, items }: Batch<Input>,
): Promise<BatchResult> => {
  const records = items.flatMap((item) => ('input' in item ? [item.input] : []));
  const sent = records.length === 0 ? [] : await subject.send(ask, { ...call, key: keyOf(call, number) }, records);
  if (sent.length !== records.length)
    throw new Error(`the graph answered ${sent.length} of ${records.length} ${subject.noun}`);
  const answered = sent.toSorted((one, other) => one.index - other.index);
  let index = 0;
  const results = items.map((item): ItemResult => {
    const local = rejectedLocally(item, language);
    if (local) return local;
    const { outcome = 'REJECTED', problems = [] } = answered[index] ?? {};
    index += 1;
    return { item, outcome, problems };
  });
  return { number, results };
};
