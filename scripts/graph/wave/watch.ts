import { setTimeout as delay } from 'node:timers/promises';
import { progressBar } from '../../seed/progress.ts';
import { type Ask, NoAnswerError } from './ask.ts';

interface Step {
  step: string;
  isRunning: boolean;
  done: number;
  total: number;
  errorId: string | null;
}

/** What can be done next, and what that would do. */
export interface NextStep {
  mutation: string;
  isReversible: boolean;
  people: number;
  does: string;
}

export interface Wave {
  number: number;
  status: string;
  quota: number | null;
  policyVersion: string;
  opensAt: string | null;
  closesAt: string | null;
  purchaseDeadline: string | null;
  isOverdue: boolean;
  tranches: { number: number; startsOn: string; places: number }[];
  funnel: { applied: number; eligible: number; selected: number };
  nextSteps: NextStep[];
  progress: Step[];
}

const EVERY_MS = 500;
/** How long a graph may be away while a step is watched. */
const AWAY_MS = 60_000;

/** @throws Error when there is no such wave */
export const readWave = async (ask: Ask, number: number): Promise<Wave> => {
  const { wave } = await ask<{ wave: Wave | null }>('ShowWave', { number });
  if (!wave) throw new Error(`there is no wave ${number}`);
  return wave;
};

/** Reads the wave, and again while the graph is away. */
const readWhenBack = async (ask: Ask, number: number): Promise<Wave> => {
  for (const until = Date.now() + AWAY_MS; ; await delay(EVERY_MS)) {
    try {
      return await readWave(ask, number);
    } catch (error) {
      if (!(error instanceof NoAnswerError) || Date.now() > until) throw error;
    }
  }
};

/** Shows the steps of a wave with a bar for each until none is under way. */
export const watchWave = async (ask: Ask, number: number): Promise<Wave> => {
  const bars = new Map<string, (done: number) => void>();
  for (;;) {
    const wave = await readWhenBack(ask, number);
    for (const { step, isRunning, done, total, errorId } of wave.progress) {
      if (isRunning && !bars.has(step)) bars.set(step, progressBar(`Wave ${number}, ${step}`, total));
      bars.get(step)?.(done);
      if (errorId) process.stderr.write(`\n${step} failed and is tried again; the log of pmo names ${errorId}\n`);
    }
    // Its state may have been read before the last step ended, its steps after that.
    if (!wave.progress.some(({ isRunning }) => isRunning)) return readWhenBack(ask, number);
    await delay(EVERY_MS);
  }
};
