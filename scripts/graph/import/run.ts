import { createHash } from 'node:crypto';
import type { Language } from '../../../subgraphs/kit/language.ts';
import { type Batch, batchesOf } from '../../import/batches.ts';
import type { FileFacts } from '../../import/inspect.ts';
import { readItems } from '../../import/items.ts';
import type { Source } from '../../import/source.ts';
import type { Ask } from './ask.ts';
import { inOrder } from './in-order.ts';
import { RejectFile } from './rejects.ts';
import { type BatchResult, rejectedLocally, sendBatch } from './send.ts';
import { openState, removeState, type State, saveState } from './state.ts';
import type { Subject } from './subject.ts';
import { type Confirm, withdrawMissing } from './withdraw.ts';

/** Calls that are under way at once: while the graph stores one, the next are read and checked. */
const WIDTH = 3;
const MOST_KEPT = 1_000;

export interface ImportRun<Input extends object = object> {
  subject: Subject<Input>;
  facts: FileFacts;
  source: Source;
  /** Fields by the header that the partner gives them. */
  map: ReadonlyMap<string, string>;
  /** When the file was made, in ISO 8601. */
  asOf: string;
  language: Language;
  /** Hears how far it is: the part that was read, and what became of the records. */
  progress(part: number, counts: State['counts']): void;
}

export interface Destination {
  ask: Ask;
  url: string;
  /** Withdraws afterwards what the file does not name, and asks by it when that is much. */
  full: Confirm | undefined;
}

export interface ImportSummary {
  counts: State['counts'];
  /** Batches that an earlier run had done. */
  resumedAt: number;
  /** Undefined when nothing was rejected. */
  rejectFile: string | undefined;
  withdrawn: number | undefined;
}

/** Counts a batch, and writes its rejected rows. */
const take = (state: State, rejects: RejectFile, { number, results }: BatchResult): void => {
  for (const { item, outcome, problems } of results) {
    state.counts[outcome] = (state.counts[outcome] ?? 0) + 1;
    if (outcome !== 'REJECTED') continue;
    rejects.add(item, problems);
    if (item.reference === undefined) state.unnamed += 1;
    else if (state.kept.length <= MOST_KEPT) state.kept.push(item.reference);
  }
  state.batches = number + 1;
  state.rejectBytes = rejects.bytes;
};

async function* leftOf<B extends Batch>(batches: AsyncIterable<B>, done: number): AsyncGenerator<B> {
  for await (const batch of batches) if (batch.number >= done) yield batch;
}

const identityOf = ({ facts, map, asOf }: Pick<ImportRun, 'facts' | 'map' | 'asOf'>, url: string): string =>
  createHash('sha256')
    .update(JSON.stringify([facts.hash, [...map], asOf, url]))
    .digest('hex');

interface Work<Input extends object> {
  state: State;
  send(batch: Batch<Input>): Promise<BatchResult>;
  /** Remembers what is done. */
  save(): void;
}

const workThrough = async <Input extends object>(
  { subject, facts, source, progress }: ImportRun<Input>,
  { state, send, save }: Work<Input>,
): Promise<string | undefined> => {
  const rejects = new RejectFile(facts.file, { format: facts.format, source, bytes: state.rejectBytes });
  try {
    const batches = leftOf(batchesOf(readItems(source, subject)), state.batches);
    for await (const result of inOrder(batches, WIDTH, send)) {
      take(state, rejects, result);
      save();
      progress(source.progress(), state.counts);
    }
  } finally {
    rejects.close();
  }
  state.isRead = true;
  save();
  return state.counts.REJECTED ? rejects.path : undefined;
};

/**
 * Imports a file, from where an interrupted run of it ended.
 * @throws Error when the graph cannot be reached or refuses a call as a whole; run again, it goes on
 */
export const importFile = async <Input extends object>(
  run: ImportRun<Input>,
  { ask, url, full }: Destination,
): Promise<ImportSummary> => {
  const { subject, facts, asOf, language } = run;
  const state = openState(facts.file, { identity: identityOf(run, url), asOf, isFull: full !== undefined });
  const sending = { ask, subject, language, call: { hash: facts.hash, run: state.run, asOf } };
  const resumedAt = state.batches;
  const save = () => saveState(facts.file, state);
  const rejectFile = await workThrough(run, { state, save, send: (batch) => sendBatch(sending, batch) });
  const withdrawn = full && (await withdrawMissing(sending, { state, confirm: full }));
  removeState(facts.file);
  return { counts: state.counts, resumedAt, rejectFile, withdrawn };
};

/** Reads a file to its end and sends nothing: what cannot be read is in the reject file, the rest counts as readable. */
export const tryFile = async <Input extends object>(run: ImportRun<Input>): Promise<ImportSummary> => {
  const state: State = {
    identity: '',
    run: '',
    asOf: run.asOf,
    batches: 0,
    rejectBytes: 0,
    counts: {},
    kept: [],
    unnamed: 0,
    isRead: false,
  };
  const send = async ({ number, items }: Batch<Input>): Promise<BatchResult> => ({
    number,
    results: items.map((item) => rejectedLocally(item, run.language) ?? { item, outcome: 'READABLE', problems: [] }),
  });
  const rejectFile = await workThrough(run, { state, send, save: () => undefined });
  return { counts: state.counts, resumedAt: 0, rejectFile, withdrawn: undefined };
};
