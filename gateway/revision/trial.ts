import { once } from 'node:events';
import { lowerPriority, startProgram } from '../child-program.ts';
import type { RegisteredDocument } from '../trusted-documents.ts';

const withinMs = 60_000;
/** On a busy machine it gets a third of a core; at 10 it would get a tenth, and a change take a minute. */
const niceness = 5;

export interface TrialTask {
  /** SDL */
  supergraph: string;
  documents: readonly RegisteredDocument[];
  isProduction: boolean;
}

/** What the other process says: what it begins, that it took the supergraph, or why it did not. */
export type TrialReport = { step: string } | { isDone: true } | { fault: string };

/** Returns why a supergraph cannot be used, undefined when it can. */
export type TrialFault = (task: TrialTask) => Promise<string | undefined>;

/**
 * Reads a supergraph and plans documents in a process of its own: what the planner cannot take may end the process, as
 * a key of a field that does not exist does.
 * @returns why the supergraph cannot be used, undefined when it can
 */
export const trialFault: TrialFault = async (task) => {
  const { process: child, reason } = startProgram('trial.process', import.meta.url);
  lowerPriority(child, niceness);
  const late = setTimeout(() => child.kill('SIGKILL'), withinMs);
  let step = 'the start of a process';
  let isDone = false;
  let fault: string | undefined;
  child.on('message', (report: TrialReport) => {
    if ('step' in report) step = report.step;
    else if ('fault' in report) fault = report.fault;
    else isDone = true;
  });
  child.send(task, () => undefined);
  const [code, signal] = await once(child, 'close');
  clearTimeout(late);
  if (isDone) return undefined;
  const ending = signal === 'SIGKILL' ? `was not over in ${withinMs / 1000} s` : `ended with ${signal ?? code}`;
  return fault ?? `${step} ${ending}: ${reason()}`;
};
