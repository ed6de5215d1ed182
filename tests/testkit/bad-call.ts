import type { Caller } from '../../subgraphs/kit/caller.ts';
import type { Learner } from './learning.ts';
import { idOf } from './training.ts';

/** What the calls speak of: a learner at each step, a class to come and one that is over, a version that waits. */
export interface BadCallRows {
  buyer: string;
  redeemed: Learner;
  completed: Learner;
  past: string;
  submitted: string;
}

/** A call that is refused: by whom, of which mutation, with which arguments, and with which code and path. */
export interface BadCall {
  what: string;
  as: Caller;
  mutation: string;
  args: Readonly<Record<string, unknown>>;
  refusal: string;
}

/** An id that nothing has. */
export const NOBODY = idOf(999);

type Line = [what: string, args: Record<string, unknown>, refusal: string];

/** Calls of one mutation by one caller. */
export const callsOf = (mutation: string, as: BadCall['as'], lines: readonly Line[]): BadCall[] =>
  lines.map(([what, args, refusal]) => ({ what, as, mutation, args, refusal }));
