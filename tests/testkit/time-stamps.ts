import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { inheritedEnv } from '../../scripts/env.ts';
import { newDirectory } from './directory.ts';
import { freePort } from './port.ts';
import { until } from './until.ts';

/** A simulated time-stamping authority that runs. */
export interface TimeStamps {
  url: string;
  /** As PEM. */
  certificate: string;
  /** Ends the process; what it keeps stays. */
  stop(): Promise<void>;
}

const certificateAt = async (url: string): Promise<string | undefined> => {
  const response = await fetch(new URL('/certificate.pem', url)).catch(() => undefined);
  return response?.text();
};

/** Starts a time-stamping authority as a process of its own. @param directory of its keys and books */
export const runTimeStamps = async (directory: string): Promise<TimeStamps> => {
  const port = await freePort();
  const env = { ...inheritedEnv(), PORT: String(port), TIME_STAMPER_DIR: directory, LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, ['scripts/simulators/time-stamps/main.ts'], { env, stdio: 'inherit' });
  const url = `http://127.0.0.1:${port}/`;
  const certificate = await until(() => certificateAt(url), Boolean, 60_000);
  if (!certificate) throw new Error('the time-stamping authority did not start');
  const stop = async () => {
    child.kill();
    await until(
      () => certificateAt(url),
      (found) => found === undefined,
      60_000,
    );
  };
  return { url, certificate, stop };
};

/** The same with a directory that goes when it is stopped, and how the programme office is told of it. */
export const startTimeStamps = async () => {
  const directory = newDirectory('time-stamps');
  const { stop, ...running } = await runTimeStamps(directory);
  const { url, certificate } = running;
  return {
    ...running,
    env: { TIME_STAMP_AUTHORITIES: JSON.stringify([{ name: 'simulated', url, certificate }]) },
    stop: async () => {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
