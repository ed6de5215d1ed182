import { execFileSync } from 'node:child_process';

/** Ids of the planners' processes that another process has started. */
export const plannersOf = (parent: number | undefined): number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, ...args]) => Number(ppid) === parent && args.join(' ').includes('planner.process'))
    .map(([pid]) => Number(pid));

/** Decides whether a process runs, or stands still. */
export const isRunning = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};
