import type { CheckInput, CheckResult } from './revision.ts';

/** Says what speaks against a revision, and what the graph would be with it. */
export type CheckRevision = (input: CheckInput) => Promise<CheckResult>;
