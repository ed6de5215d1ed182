import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { endWithThis } from '../gateway/processes.ts';

/** A run of the command, and what it took. */
export interface CommandRun {
  code: number | null;
  out: string;
  err: string;
  seconds: number;
  /** Most memory that it held, in MB; 0 where the system does not tell. */
  peakMb: number;
}

const SAMPLE_MS = 50;

const peakOf = ({ pid }: ChildProcess): number => {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1_024;
  } catch {
    // It has ended, or this system has no /proc.
    return 0;
  }
};

/** Calls that the import of a file has done so far, as its state file says. */
export const callsDone = (file: string): number => {
  try {
    return JSON.parse(readFileSync(`${file}.import.json`, 'utf8')).batches;
  } catch {
    return 0;
  }
};

/** Runs an import of `npm run graph`, and ends it by force once `isKilled` says so. */
const runCommand = async (
  command: 'import-courses' | 'import-vacancies',
  args: readonly string[],
  isKilled = () => false,
): Promise<CommandRun> => {
  const started = performance.now();
  const all = ['--import', './scripts/loader.mjs', 'scripts/graph.ts', command, ...args];
  const child = endWithThis(spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] }));
  let peakMb = 0;
  let isRunning = true;
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      isRunning = false;
      resolve(code);
    });
  });
  const watch = async () => {
    while (isRunning) {
      peakMb = Math.max(peakMb, peakOf(child));
      if (isKilled()) child.kill('SIGKILL');
      await delay(SAMPLE_MS);
    }
  };
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr), watch()]);
  return { code, out, err, seconds: (performance.now() - started) / 1_000, peakMb: Math.round(peakMb) };
};

/** Runs `npm run graph -- import-courses`. */
export const runImport = (args: readonly string[], isKilled?: () => boolean): Promise<CommandRun> =>
  runCommand('import-courses', args, isKilled);

/** Runs `npm run graph -- import-vacancies`. */
export const runVacancyImport = (args: readonly string[], isKilled?: () => boolean): Promise<CommandRun> =>
  runCommand('import-vacancies', args, isKilled);
