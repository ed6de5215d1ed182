import { coordinateOf, type Path } from './access-graph.ts';

/**
 * Types and fields of which the test stack has no row yet: that nobody else is shown them is tested, that the owner is
 * shown them only beside the feature (`wave.plan.test.ts`, `tranche.test.ts`, `match.faults.test.ts`).
 */
const unfilled: ReadonlySet<string> = new Set([
  'Wave.nextSteps',
  'Registration.tranche',
  'IdentityMatch.at',
  'IdentityMatch.nextStep',
  'IdentityMatch.reason',
  'IdentityMatch.field',
]);

/** Whether a path leads to or through what has no row. */
export const isUnfilled = (path: Path): boolean =>
  path.some((step) => unfilled.has(step.parent) || unfilled.has(coordinateOf(step)));
