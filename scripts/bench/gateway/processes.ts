import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_TIMEOUT_MS = 5_000;
const TICKS_PER_SECOND = 100;

const running = new Set<ChildProcess>();

/** Starts a Node process whose output goes to `<folder>/<name>.log`; it never outlives this one. */
export function startNode(args: readonly string[], options: { name: string; folder: string } & SpawnOptions) {
  const log = openSync(join(options.folder, `${options.name}.log`), 'w');
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', log, log, 'ipc'] });
  return endWithThis(child);
}

/** Makes sure that a child process is stopped when this process ends. */
export function endWithThis<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([exited, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  child.kill('SIGKILL');
}

/** Stops every process that was started here. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(stop));
}

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (!address || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}

/** CPU seconds, user and system, that all threads of a process have used so far. Linux only: proc_pid_stat(5). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command, field 2, may hold spaces: count from its closing parenthesis. utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
