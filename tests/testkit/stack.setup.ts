import type { TestProject } from 'vitest/node';
import { startTestStack } from './stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stack: { url: string; data: string; databases: Record<string, string> };
  }
}

/** One seeded stack for the whole run: real processes, real PostgreSQL, the ports of its own. */
export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const { stack, data, stop } = await startTestStack({ people: 2_000 });
  provide('stack', { url: stack.url, data, databases: stack.databases });
  return stop;
};
