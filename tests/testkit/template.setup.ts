import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { newDirectory } from './directory.ts';
import { sharedBetweenGroups } from './shared.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the data of a seeded stack is kept for copies. */
    stackTemplate: string;
  }
}

const openTemplate = sharedBetweenGroups(async () => {
  const directory = newDirectory('template');
  const stop = async () => rmSync(directory, { recursive: true, force: true });
  return { directory, stop };
});

/** A place for the data of a seeded stack, which the first test that needs a copy makes. */
export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const { directory, stop } = await openTemplate();
  provide('stackTemplate', directory);
  return stop;
};
