import { rmSync } from 'node:fs';
import { POSTGRES_OFFSET, processes } from '../../scripts/services.ts';
import { putAccounts } from '../../scripts/stack/accounts.ts';
import { publishOwn } from '../../scripts/stack/publish-own.ts';
import { seedSample } from '../../scripts/stack/seed-sample.ts';
import { type Stack, startStack } from '../../scripts/stack/stack.ts';
import { newDirectory } from './directory.ts';
import { freePort } from './port.ts';
import { undeclaredIn } from './undeclared-refusals.ts';

/** How far the ports of a stack lie from the gateway's. */
export const stackOffsets = [...processes.map(({ portOffset }) => portOffset), POSTGRES_OFFSET];

export interface TestStack {
  stack: Stack;
  data: string;
  /**
   * Stops everything and removes the data.
   * @throws Error when a mutation refused with a code that it does not declare
   */
  stop(): Promise<void>;
}

export interface TestStackOptions {
  people: number;
  /** Added to the environment of every service. */
  env?: NodeJS.ProcessEnv;
  /** The gateway's port for metrics; the others follow from it. */
  metricsPort?: number;
  /** The gateway takes its supergraph from the registry, as that of `npm start` does. */
  isPublished?: boolean;
  /** For tests that kill one service many times and do not test when it comes back. */
  longestRestartMs?: number;
}

/** Starts a stack in a directory of its own; its database forgets on a crash of the machine, which makes it faster. */
export const startTestStack = async ({ people, ...options }: TestStackOptions): Promise<TestStack> => {
  const data = newDirectory('stack');
  const port = await freePort(stackOffsets);
  const stack = await startStack({ port, data, durable: false, report: () => undefined, ...options });
  const stop = async () => {
    await stack.stop();
    const undeclared = undeclaredIn(data);
    rmSync(data, { recursive: true, force: true });
    if (undeclared.length > 0) throw new Error(`refusals that are not declared:\n${undeclared.join('\n')}`);
  };
  try {
    await seedSample(stack, { data, people });
    await putAccounts(stack, data);
    if (!options.isPublished)
      await publishOwn({ port, data, databaseUrl: stack.databases.registry ?? '' }, () => undefined);
    return { stack, data, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
