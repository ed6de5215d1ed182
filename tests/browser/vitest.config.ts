import { defineConfig } from 'vitest/config';

// Apart from `npm test`, which needs no browser.
export default defineConfig({
  test: {
    name: 'browser',
    pool: 'forks',
    include: ['tests/browser/**/*.test.ts'],
    globalSetup: ['tests/testkit/cluster.setup.ts', 'tests/testkit/stack.setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
