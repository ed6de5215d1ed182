import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../postgres/living-server.ts';

/** What other commands need to find a running stack. */
export interface StackFile {
  pid: number;
  /** When the process began, where the system tells: a later process may get the same number. */
  began?: string | undefined;
  url: string;
  /** Issuer of the stack's tokens: the identity service. */
  issuer: string;
  subgraphs: Record<string, { databaseUrl: string }>;
  /** Absent in the file of an older version. */
  identity?: { databaseUrl: string } | undefined;
}

const stackFile = (data: string) => join(data, 'stack.json');

/**
 * Reads when a process began, in ticks since the machine started: it follows the command's name, which may hold spaces
 * and brackets.
 */
const beganAt = (pid: number): string | undefined => {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) ? readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ')[19] : undefined;
};

const runningStack = (data: string): StackFile | undefined => {
  const file = stackFile(data);
  if (!existsSync(file)) return undefined;
  const stack = JSON.parse(readFileSync(file, 'utf8')) as StackFile;
  const isSame = stack.began === undefined || stack.began === beganAt(stack.pid);
  return isSame && isAlive(stack.pid) ? stack : undefined;
};

/** @throws Error when no stack runs on this data directory */
export const readStackFile = (data: string): StackFile => {
  const stack = runningStack(data);
  if (stack) return stack;
  throw new Error(`no stack runs on ${data}; run npm start first, or name its directory with --data`);
};

/** @throws Error with one line when a stack runs on this data directory */
export const assertNotRunning = (data: string): void => {
  const stack = runningStack(data);
  if (!stack) return;
  throw new Error(`a stack already runs on ${data}: ${stack.url} (process ${stack.pid}); use another --data`);
};

/** Says that this process runs a stack on the data directory. */
export const writeStackFile = (data: string, stack: Omit<StackFile, 'pid' | 'began'>): void => {
  const file: StackFile = { pid: process.pid, began: beganAt(process.pid), ...stack };
  writeFileSync(stackFile(data), JSON.stringify(file, null, 2), { mode: 0o600 });
};

export const removeStackFile = (data: string): void => rmSync(stackFile(data), { force: true });
