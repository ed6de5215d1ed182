import { afterAll, afterEach, expect, vi } from 'vitest';
import { dropDatabases } from './database.ts';
import { undeclaredSince } from './undeclared-refusals.ts';

// Test files share a process: each leaves it as it found it. The first hook of a file is the last to run, so that the
// file has closed its connections by then.
afterAll(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await dropDatabases();
});

// A mutation that refuses with a code that it does not declare answers all the same: the test that met it fails.
afterEach(async () => {
  expect(await undeclaredSince(), 'refusals that their mutations do not declare').toEqual([]);
});
