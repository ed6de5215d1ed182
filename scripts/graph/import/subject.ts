import type { RecordKind } from '../../import/items.ts';
import type { Problem } from '../../import/problem.ts';
import type { Ask } from './ask.ts';
import type { State } from './state.ts';

/** What a call needs beside its records. */
export interface Call {
  /** Hash of the file and name of this import of it: with a batch's number they make its key. */
  hash: string;
  run: string;
  asOf: string;
}

/** What the graph did with one record of a call. */
export interface RecordAnswer {
  index: number;
  outcome: string;
  problems: Problem[];
}

/** What every call is answered with: its refusal as a whole, if it has one. */
export interface CallAnswer {
  refusal: { code: string; message: string } | null;
}

/** What a full file withdrew: how many, or why none. */
export type Withdrawal = { withdrawn: number } | { refusal: { code: string; message: string } };

/** What a command imports: its records, and the operations that take them. */
export interface Subject<Input extends object = object> extends RecordKind<Input> {
  /** What the records are called, such as `courses`. */
  noun: string;
  /** What is said of each outcome, in this order; REJECTED is the last one. */
  outcomes: Readonly<Record<string, string>>;
  /** Outcomes after which the graph has the record as it was sent. */
  kept: readonly string[];
  /** The refusal of a withdrawal that wants to be confirmed. */
  tooLarge: string;
  /** The document that it asks with: the gateway may know it as a trusted one. */
  document: string;
  /** Sends the records of one call. @throws Error when the graph refuses it as a whole */
  send(ask: Ask, call: Call & { key: string }, records: readonly Input[]): Promise<RecordAnswer[]>;
  /** Withdraws what a full file does not name; `expected` records of it were taken. */
  withdraw(
    ask: Ask,
    call: Call & { key: string },
    done: { expected: number; kept: State['kept']; isConfirmed: boolean },
  ): Promise<Withdrawal>;
}
