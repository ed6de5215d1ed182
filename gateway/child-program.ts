import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { extname } from 'node:path';

const keptCharacters = 2000;

/** A program of the gateway's in a process of its own. */
export interface ChildProgram {
  process: ChildProcess;
  /** The lines of its standard error that tell why it ended, without those that tell where. */
  reason(): string;
}

/**
 * Starts the program beside a module, from source or compiled as that is. It gets no environment, and has to end itself
 * when its channel closes: so it does not outlive a gateway that is killed.
 * @param module the URL of the module that starts it
 */
export const startProgram = (name: string, module: string): ChildProgram => {
  const program = new URL(`${name}${extname(module)}`, module);
  const child = fork(program, { env: {}, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr?.on('data', (part: Buffer) => (said = (said + String(part)).slice(0, keptCharacters)));
  return { process: child, reason: () => reasonIn(said) };
};

const reasonIn = (said: string) =>
  said
    .split('\n')
    .filter((line) => line !== '' && !/^(thread |stack backtrace|note: |fatal runtime error)/.test(line))
    .join(' ');

/** Lets requests come first. */
export const lowerPriority = ({ pid }: ChildProcess, niceness: number): void => {
  try {
    if (pid !== undefined) setPriority(pid, niceness);
  } catch {
    // It has ended already, or the system does not allow it.
  }
};
