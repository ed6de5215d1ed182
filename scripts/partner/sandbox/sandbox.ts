import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { putAccounts } from '../../stack/accounts.ts';
import { ensurePrivate } from '../../stack/private-directory.ts';
import { publishOwn } from '../../stack/publish-own.ts';
import { seedSample } from '../../stack/seed-sample.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { UsageError } from '../../usage.error.ts';
import { BEGINS_AT, beginClock, clockFile } from './clock-file.ts';

/** People of a sandbox: at every stage some, and few enough to start in a minute. */
const PEOPLE = 100;
/** Other people than those of the default run: an id of a sandbox means nothing there. */
const SEED = 2_026;

export interface SandboxOptions {
  /** The partner, whose directory it is. */
  partner: string;
  folder: string;
  port: number;
  report(line: string): void;
  signal?: AbortSignal;
  /** False for tests: faster, and a crash of the machine loses everything. */
  durable?: boolean;
}

/** The data directory of a partner's sandbox. @throws UsageError for a name that is no name of a directory */
export const sandboxData = (folder: string, partner: string): string => {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(partner)) throw new UsageError('--partner takes lower-case letters and digits');
  return join(folder, partner);
};

/**
 * Starts a partner's own space: the real services over databases and keys of their own, with people and courses that
 * are always the same, and a clock that the partner moves.
 */
export const startSandbox = async ({ partner, folder, port, ...options }: SandboxOptions): Promise<Stack> => {
  const data = sandboxData(folder, partner);
  mkdirSync(folder, { recursive: true });
  ensurePrivate(data);
  beginClock(data);
  const stack = await startStack({ ...options, port, data, env: { CLOCK_FILE: clockFile(data) } });
  try {
    await seedSample(stack, { data, people: PEOPLE, seed: SEED, now: BEGINS_AT });
    await putAccounts(stack, data);
    await publishOwn({ port, data, databaseUrl: stack.databases.registry ?? '' }, options.report);
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
};
