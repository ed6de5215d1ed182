import { defaultExclude, defineConfig } from 'vitest/config';

const shared = {
  pool: 'forks' as const,
  // Node loads the modules as it does under `npm start`: what scripts/loader.mjs has transformed once, it keeps.
  execArgv: ['--import', './scripts/loader.mjs'],
  experimental: { viteModuleRunner: false, nodeLoader: false },
  setupFiles: ['reflect-metadata'],
  testTimeout: 30_000,
  hookTimeout: 120_000,
};

const graph = ['tests/supergraph/**/*.test.ts', 'tests/stories/**/*.test.ts'];
const chaos = ['tests/chaos/**/*.test.ts'];
const browser = ['tests/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'parts',
          // Files share their process, and so the modules that each would load again for a second.
          isolate: false,
          setupFiles: ['reflect-metadata', 'tests/testkit/file.setup.ts'],
          include: ['**/*.test.ts'],
          exclude: [...defaultExclude, ...graph, ...chaos, ...browser, 'scripts/bench/node_modules/**', 'dist/**'],
          globalSetup: ['tests/testkit/cluster.setup.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'graph',
          include: graph,
          globalSetup: ['tests/testkit/stack.setup.ts'],
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...shared,
          name: 'chaos',
          include: chaos,
          testTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
