import { defaultExclude, defineConfig } from 'vitest/config';

// Two copies of graphql (ESM and CommonJS) would refuse each other's schemas.
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

const shared = {
  pool: 'forks' as const,
  setupFiles: ['reflect-metadata'],
  testTimeout: 30_000,
  hookTimeout: 120_000,
};

const graph = ['tests/supergraph/**/*.test.ts', 'tests/stories/**/*.test.ts'];
const chaos = ['tests/chaos/**/*.test.ts'];
const browser = ['tests/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          ...shared,
          name: 'parts',
          include: ['**/*.test.ts'],
          exclude: [...defaultExclude, ...graph, ...chaos, ...browser, 'scripts/bench/node_modules/**', 'dist/**'],
          globalSetup: ['tests/testkit/cluster.setup.ts'],
        },
      },
      {
        resolve,
        test: { ...shared, name: 'graph', include: graph, globalSetup: ['tests/testkit/stack.setup.ts'] },
      },
      {
        resolve,
        // Each starts and breaks a stack of its own; one at a time leaves both cores to it.
        test: { ...shared, name: 'chaos', include: chaos, fileParallelism: false, testTimeout: 120_000 },
      },
    ],
  },
});
