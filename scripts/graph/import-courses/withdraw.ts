import { createInterface } from 'node:readline/promises';
import type { Ask } from './ask.ts';
import { type Call, keyOf } from './send.ts';
import type { State } from './state.ts';

interface Answer {
  done: { withdrawal: { withdrawn: number } | null; refusal: { code: string; message: string } | null };
}

/** Decides whether more than a tenth may go. */
export type Confirm = (question: string) => Promise<boolean>;

const MOST_KEPT = 1_000;

/** Asks at the terminal; without one nobody can answer, and it is a no. */
export const askAtTerminal: Confirm = async (question) => {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(?:y|yes|ya)$/i.test((await terminal.question(`${question} Withdraw them? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
};

/** Why a full file cannot withdraw anything yet: whose course a broken row is, nobody knows. */
const obstacle = ({ unnamed, kept }: State): string | undefined => {
  if (unnamed > 0) return `nothing was withdrawn: ${unnamed} rows are so broken that their reference is uncertain`;
  return kept.length > MOST_KEPT
    ? `nothing was withdrawn: more than ${MOST_KEPT.toLocaleString('en')} rows were rejected`
    : undefined;
};

/**
 * Withdraws the courses that a full file does not name; rejected rows count as named.
 * @returns how many
 * @throws Error when nothing was withdrawn, and why
 */
export const withdrawMissing = async (
  ask: Ask,
  call: Call,
  { state, confirm }: { state: State; confirm: Confirm },
): Promise<number> => {
  const blocked = obstacle(state);
  if (blocked) throw new Error(`${blocked}. Mend them and import the file again`);
  const { CREATED, NEW_VERSION, UNCHANGED } = state.counts;
  const variables = {
    asOf: call.asOf,
    expected: CREATED + NEW_VERSION + UNCHANGED,
    kept: state.kept,
    key: keyOf(call, 'withdraw'),
  };
  const attempt = async (isConfirmed: boolean) =>
    (await ask<Answer>('WithdrawMissingCourses', { ...variables, confirm: isConfirmed })).done;
  let done = await attempt(false);
  if (done.refusal?.code === 'WITHDRAWAL_TOO_LARGE') {
    if (!(await confirm(done.refusal.message)))
      throw new Error(`nothing was withdrawn: ${done.refusal.message} --yes withdraws them`);
    done = await attempt(true);
  }
  if (done.refusal) throw new Error(`nothing was withdrawn: ${done.refusal.message} (${done.refusal.code})`);
  return done.withdrawal?.withdrawn ?? 0;
};
