import type { TestProject } from 'vitest/node';
import { sharedBetweenGroups } from './shared.ts';
import { startTestStack } from './stack.ts';
import { startTimeStamps } from './time-stamps.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stack: { url: string; data: string; databases: Record<string, string> };
    /** Certificate of the time-stamping authority that the programme office asks. */
    timeStamps: string;
  }
}

const env = {
  // A test of what is void waits for a second instead of fifteen.
  REVOCATIONS_EVERY_MS: '1000',
  // Files that run at the same time are strangers of one network.
  RATE_LIMITS: JSON.stringify({ client: 5_000_000, person: 1_000_000, anonymous: 10_000_000 }),
  // The access matrix asks as one person with every scope, each over a socket of its own.
  SOCKET_LIMITS: JSON.stringify({ person: 200 }),
  // They test other things than overload, on machines that may have much else to do.
  IN_FLIGHT: JSON.stringify({ most: 1_000, least: 200 }),
  // All tests that look for alumni do it for one portal.
  ALUMNI_ROWS_PER_DAY: '10000',
};

const openStack = sharedBetweenGroups(async () => {
  const timeStamps = await startTimeStamps();
  const opened = await startTestStack({ people: 2_000, env: { ...env, ...timeStamps.env } });
  const stop = async () => {
    await timeStamps.stop();
    await opened.stop();
  };
  return { ...opened, certificate: timeStamps.certificate, stop };
});

/** One seeded stack for the whole run: real processes, real PostgreSQL, the ports of its own. */
export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const { stack, data, certificate, stop } = await openStack();
  provide('stack', { url: stack.url, data, databases: stack.databases });
  provide('timeStamps', certificate);
  return stop;
};
