import { createInterface } from 'node:readline/promises';
import type { Ask } from './ask.ts';
import { readWave } from './watch.ts';

/** The mutation behind each action that says beforehand what it will do. */
const asked: Readonly<Record<string, string>> = {
  open: 'openWave',
  close: 'closeWave',
  cancel: 'cancelWave',
  screen: 'screenWave',
  draw: 'drawWave',
  approve: 'approveDraw',
  announce: 'announceWave',
  revoke: 'revokeUnused',
};

interface Question {
  action: string;
  number: number;
  /** Answered on the command line. */
  isYes: boolean | undefined;
  /** Only says what would be done. */
  isDry: boolean | undefined;
}

/**
 * Says what an action will do and, on a terminal, asks whether it shall be done; without a terminal a script has
 * decided. False when nothing is to be done.
 */
export const confirmed = async (ask: Ask, { action, number, isYes, isDry }: Question): Promise<boolean> => {
  const mutation = asked[action];
  if (mutation === undefined || isYes || !(isDry || process.stdin.isTTY)) return true;
  const { nextSteps, status } = await readWave(ask, number);
  const step = nextSteps.find((each) => each.mutation === mutation);
  const others = nextSteps.map((each) => each.mutation).join(', ') || 'nothing';
  process.stderr.write(`${step?.does ?? `Wave ${number} is ${status}: next can be ${others}.`}\n`);
  if (isDry || !step) return !isDry;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`It cannot be taken back. Type the number of the wave to go on: `);
  terminal.close();
  if (answer.trim() === String(number)) return true;
  process.stderr.write('Nothing was done.\n');
  return false;
};
