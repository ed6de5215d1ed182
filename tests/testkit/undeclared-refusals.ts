import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

const CODE = 'UNDECLARED_REFUSAL';

const warnings: string[] = [];

process.on('warning', ({ code, message }: Error & { code?: string }) => {
  if (code === CODE) warnings.push(message);
});

/** Returns which mutations of this process refused with a code that they do not declare, since the last call. */
export const undeclaredSince = async (): Promise<string[]> => {
  // Node tells of a warning in a turn of its own.
  await nextTurn();
  return warnings.splice(0);
};

/** Reads the same from the logs of the services of a stack. */
export const undeclaredIn = (data: string): string[] => {
  const lines = globSync(join(data, 'logs', '*')).flatMap((path) => readFileSync(path, 'utf8').split('\n'));
  return [...new Set(lines.flatMap((line) => line.split(`[${CODE}] Warning: `)[1] ?? []))];
};
