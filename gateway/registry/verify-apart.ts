import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { extname } from 'node:path';
import type { VerificationReport, VerificationTask } from './verification.ts';

const program = new URL(`./verify.process${extname(import.meta.url)}`, import.meta.url);
const longestMs = 60_000;
/** Requests come first. */
const niceness = 5;

export type Verify = (task: VerificationTask) => Promise<VerificationReport>;

/**
 * Reads and verifies a bundle and composes it again, in a process of its own: with many subgraphs it takes seconds, in
 * which no request would be answered here.
 */
export const verifyApart = async (
  task: VerificationTask,
  { withinMs = longestMs }: { withinMs?: number } = {},
): Promise<VerificationReport> => {
  const child = fork(program, { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' });
  if (child.pid !== undefined) lowerPriority(child.pid);
  const late = setTimeout(() => child.kill('SIGKILL'), withinMs);
  let report: VerificationReport | undefined;
  child.once('message', (said: VerificationReport) => {
    report = said;
  });
  child.send(task, () => undefined);
  const [code, signal] = await once(child, 'close');
  clearTimeout(late);
  const ending = signal === 'SIGKILL' ? `was not over in ${withinMs} ms` : `ended with ${signal ?? code}`;
  return report ?? { fault: `its verification ${ending}` };
};

const lowerPriority = (pid: number): void => {
  try {
    setPriority(pid, niceness);
  } catch {
    // It has ended already, or the system does not allow it.
  }
};
