import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import type { Stack } from '../../stack/stack.ts';
import { cpuSeconds } from '../gateway/processes.ts';

const TICKS_PER_SECOND = 100;

/** Fields of proc_pid_stat(5) from the third on: state, parent, … */
const statOf = (pid: number | string): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

const parentOf = (pid: number | string): number => {
  try {
    return Number(statOf(pid)[1]);
  } catch {
    return 0;
  }
};

/** A process that ended since it was listed is counted by its parent at the next reading. */
const secondsOf = (pid: number): number => {
  try {
    return cpuSeconds(pid);
  } catch {
    return 0;
  }
};

/** CPU seconds of the server behind `client` with all its processes, those that have ended too. Linux only. */
export const postgresCpuSeconds = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = parentOf(rows[0]?.pid ?? 0);
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === postmaster);
  const ended =
    statOf(postmaster)
      .slice(13, 15)
      .reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
  return children.reduce((sum, pid) => sum + secondsOf(Number(pid)), ended + cpuSeconds(postmaster));
};

/** CPU seconds that each service of the stack and PostgreSQL have used so far. */
export const cpuOf = async ({ services }: Stack, client: pg.Client): Promise<Record<string, number>> => ({
  ...Object.fromEntries(Object.entries(services).map(([name, { pid }]) => [name, pid ? cpuSeconds(pid) : 0])),
  postgres: await postgresCpuSeconds(client),
});

/** What was used between two readings, in seconds. */
export const cpuBetween = (before: Record<string, number>, after: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [name, Number((seconds - (before[name] ?? 0)).toFixed(1))]),
  );
