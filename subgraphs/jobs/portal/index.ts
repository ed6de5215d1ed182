export { isOfActivePortal } from './portal.condition.ts';
export { isPortalSuspended, lockPortal } from './portal.service.ts';
export { addProblems, type PortalProblem, replaceProblems } from './problem.service.ts';
export { ProblemSource } from './problem.source.ts';
