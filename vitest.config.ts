// For the global setups, which run in this process.
import './scripts/loader.mjs';
import { defaultExclude, defineConfig } from 'vitest/config';
import LongestFirst from './tests/testkit/longest-first.ts';

const shared = {
  pool: 'forks' as const,
  // Node loads the modules as it does under `npm start`: what scripts/loader.mjs has transformed once, it keeps.
  execArgv: ['--import', './scripts/loader.mjs'],
  experimental: { viteModuleRunner: false, nodeLoader: false },
  // Files share their process, and so the modules that each would load again for a second.
  isolate: false,
  setupFiles: ['reflect-metadata', 'tests/testkit/file.setup.ts'],
  // Only what hangs takes so long: on a busy machine a test takes ten times its time, and the start of a stack minutes.
  testTimeout: 120_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 15_000 } },
};

const programs = 'tests/testkit/programs.setup.mjs';
const stack = 'tests/testkit/stack.setup.ts';
const cluster = 'tests/testkit/cluster.setup.ts';

const graph = ['tests/supergraph/**/*.test.ts', 'tests/stories/**/*.test.ts'];
const chaos = ['tests/chaos/**/*.test.ts'];
const browser = ['tests/browser/**/*.test.ts'];
// What they measure is how long others wait, and how soon a stack heals.
const waits = 'tests/supergraph/strangers.test.ts';
const heals = 'tests/chaos/start-heals.test.ts';
// It says what the sample data holds, to which others add while they run.
const says = 'tests/supergraph/readme.test.ts';
// It counts what fails under its own load, on the stack of the graph tests.
const reloads = 'tests/chaos/{supergraph-reloads,registry-publishes}.test.ts';
const alone = [waits, says, heals, reloads];
// They ask for the newest rows of many lists: nobody else adds to these meanwhile, nor does one of them.
const access = 'tests/supergraph/access-*.test.ts';

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // One group after the other.
    projects: [
      {
        test: {
          ...shared,
          name: 'parts',
          include: ['**/*.test.ts'],
          exclude: [
            ...defaultExclude,
            ...graph,
            ...chaos,
            ...browser,
            'scripts/{bench/node_modules,partner/templates}/**',
            'dist/**',
          ],
          // They wait for PostgreSQL now and then: a third keeps both cores at work.
          maxWorkers: 3,
          globalSetup: [cluster],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'graph-access',
          include: [access],
          globalSetup: [programs, stack],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...shared,
          name: 'graph',
          include: graph,
          exclude: [...defaultExclude, ...alone, access],
          // They wait for the services, as those above for PostgreSQL.
          maxWorkers: 3,
          globalSetup: [programs, stack],
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...shared,
          name: 'graph-alone',
          include: [waits, says, reloads],
          globalSetup: [programs, stack],
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          ...shared,
          name: 'chaos',
          include: chaos,
          exclude: [...defaultExclude, ...alone],
          testTimeout: 300_000,
          globalSetup: [programs, cluster],
          sequence: { groupOrder: 5 },
        },
      },
      {
        test: {
          ...shared,
          name: 'chaos-alone',
          include: [heals],
          testTimeout: 300_000,
          globalSetup: [programs],
          fileParallelism: false,
          sequence: { groupOrder: 6 },
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: browser,
          globalSetup: [programs, cluster, stack],
          testTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
          sequence: { groupOrder: 7 },
        },
      },
    ],
  },
});
