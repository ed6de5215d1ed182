import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ownEnvironment } from './workspace.ts';

export interface GuideRun {
  code: number | null;
  out: string;
  seconds: number;
}

const packages = { NPM_CONFIG_PREFER_OFFLINE: 'true', NPM_CONFIG_AUDIT: 'false', NPM_CONFIG_FUND: 'false' };

const endGroup = (pid: number | undefined): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  } catch {
    // Nothing was left running.
  }
};

/**
 * Runs commands as a reader would, one after the other in one shell; ends with the first that fails. What they left
 * running in the background ends with them.
 */
export const runGuide = async (script: string, directory: string): Promise<GuideRun> => {
  const startedAt = performance.now();
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: directory,
    env: { ...ownEnvironment(), ...packages },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let out = '';
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (part: Buffer) => (out += part.toString()));
  // The background keeps the pipes open: the shell alone is waited for.
  const [code] = (await once(shell, 'exit')) as [number | null];
  endGroup(shell.pid);
  return { code, out, seconds: (performance.now() - startedAt) / 1000 };
};
