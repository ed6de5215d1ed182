import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { putAccounts } from '../../scripts/stack/accounts.ts';
import { seedSample } from '../../scripts/stack/seed-sample.ts';
import { startStack } from '../../scripts/stack/stack.ts';
import { newDirectory } from './directory.ts';
import { stackPort } from './start.ts';
import { until } from './until.ts';

/** People of a copied stack. */
const PEOPLE = 600;
/** A busy machine takes minutes to start a stack. */
const WITHIN_MS = 280_000;

/** Starts a stack with nothing published, seeds it and stops it. */
const make = async (data: string): Promise<void> => {
  const stack = await startStack({ port: await stackPort(), data, durable: false, report: () => undefined });
  try {
    await seedSample(stack, { data, people: PEOPLE });
    await putAccounts(stack, data);
  } finally {
    await stack.stop();
  }
  rmSync(join(data, 'logs'), { recursive: true, force: true });
};

/** Takes a directory that nobody has; false where somebody has it. */
const take = (directory: string): boolean => {
  try {
    mkdirSync(directory);
    return true;
  } catch {
    return false;
  }
};

/** Makes the template if nobody does; who comes meanwhile waits. */
const templateIn = async (directory: string): Promise<string> => {
  const made = join(directory, 'made');
  const making = join(directory, 'making');
  const tryToMake = async () => {
    if (existsSync(made) || !take(making)) return;
    try {
      await make(join(making, 'data'));
      renameSync(join(making, 'data'), made);
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  };
  await until(tryToMake, () => existsSync(made), WITHIN_MS);
  return made;
};

/**
 * A new data directory of a stack that has 600 people and has published nothing: a copy, since to migrate and seed all
 * databases takes more CPU than to start over them. The caller removes it.
 */
export const seededData = async (): Promise<string> => {
  const template = await templateIn(inject('stackTemplate'));
  const data = newDirectory('stack');
  await promisify(execFile)('cp', ['-a', `${template}/.`, data]);
  return data;
};
