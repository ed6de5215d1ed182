import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes that `parent` started (Linux). */
const childrenOf = (parent: number): number[] =>
  readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      // Behind the name, which may hold anything: state, parent.
      const [, ppid] = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return Number(ppid) === parent ? [Number(entry)] : [];
    } catch {
      return [];
    }
  });

const signal = (pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT') => {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended.
    }
  }
};

/** Stops a process, and those that it started, in the middle of what they do; returns what lets them go on. */
export const hang = (pid: number): (() => void) => {
  // First itself, so that it starts no more.
  signal([pid], 'SIGSTOP');
  const children = childrenOf(pid);
  signal(children, 'SIGSTOP');
  return () => signal([...children, pid], 'SIGCONT');
};

/** Id of the process that started `pid` (Linux). */
export const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
