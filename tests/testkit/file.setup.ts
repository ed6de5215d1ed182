import { afterAll, vi } from 'vitest';
import { dropDatabases } from './database.ts';

// Test files share a process: each leaves it as it found it. The first hook of a file is the last to run, so that the
// file has closed its connections by then.
afterAll(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await dropDatabases();
});
