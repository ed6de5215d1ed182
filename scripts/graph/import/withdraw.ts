import { createInterface } from 'node:readline/promises';
import { type Delivery, keyOf } from './send.ts';
import type { State } from './state.ts';

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

/** Why a full file cannot withdraw anything yet: whose record a broken row is, nobody knows. */
const obstacle = ({ unnamed, kept }: State): string | undefined => {
  if (unnamed > 0) return `nothing was withdrawn: ${unnamed} rows are so broken that their reference is uncertain`;
  return kept.length > MOST_KEPT
    ? `nothing was withdrawn: more than ${MOST_KEPT.toLocaleString('en')} rows were rejected`
    : undefined;
};

/**
 * Withdraws the records that a full file does not name; rejected rows count as named.
 * @returns how many
 * @throws Error when nothing was withdrawn, and why
 */
export const withdrawMissing = async <Input extends object>(
  { ask, subject, call }: Delivery<Input>,
  { state, confirm }: { state: State; confirm: Confirm },
): Promise<number> => {
  const blocked = obstacle(state);
  if (blocked) throw new Error(`${blocked}. Mend them and import the file again`);
  const expected = subject.kept.reduce((sum, outcome) => sum + (state.counts[outcome] ?? 0), 0);
  const attempt = (isConfirmed: boolean) =>
    subject.withdraw(ask, { ...call, key: keyOf(call, 'withdraw') }, { expected, kept: state.kept, isConfirmed });
  let done = await attempt(false);
  if ('refusal' in done && done.refusal.code === subject.tooLarge) {
    if (!(await confirm(done.refusal.message)))
      throw new Error(`nothing was withdrawn: ${done.refusal.message} --yes withdraws them`);
    done = await attempt(true);
  }
  if ('refusal' in done) throw new Error(`nothing was withdrawn: ${done.refusal.message} (${done.refusal.code})`);
  return done.withdrawn;
};
