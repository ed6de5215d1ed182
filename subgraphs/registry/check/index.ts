export { type CheckEnv, checkEnv } from './check.env.ts';
export type { NarrowedGraph, NarrowTask } from './check.task.ts';
export { CheckFault } from './check-process.ts';
export { ChecksApart } from './checks-apart.ts';
export { type FactsSource, openFactsSource } from './kept.client.ts';
export { RememberedChecks } from './remembered-checks.ts';
