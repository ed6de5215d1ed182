import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { extname } from 'node:path';
import type { RegisteredDocument } from '../trusted-documents.ts';

const program = new URL(`./trial.process${extname(import.meta.url)}`, import.meta.url);
const withinMs = 60_000;
const keptCharacters = 2000;
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

/**
 * Reads a supergraph and plans documents in a process of its own: what the planner cannot take may end the process, as
 * a key of a field that does not exist does.
 * @returns why the supergraph cannot be used, undefined when it can
 */
export const trialFault = async (task: TrialTask): Promise<string | undefined> => {
  const child = fork(program, { env: {}, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  if (child.pid !== undefined) lowerPriority(child.pid);
  const late = setTimeout(() => child.kill('SIGKILL'), withinMs);
  let step = 'the start of a process';
  let isDone = false;
  let fault: string | undefined;
  let said = '';
  child.stderr?.on('data', (part: Buffer) => (said = (said + String(part)).slice(0, keptCharacters)));
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
  return fault ?? `${step} ${ending}: ${reasonIn(said)}`;
};

/** The lines that tell why, without those that tell where. */
const reasonIn = (said: string) =>
  said
    .split('\n')
    .filter((line) => line !== '' && !/^(thread |stack backtrace|note: |fatal runtime error)/.test(line))
    .join(' ');

/** Requests come first. */
const lowerPriority = (pid: number): void => {
  try {
    setPriority(pid, niceness);
  } catch {
    // It has ended already, or the system does not allow it.
  }
};
