export { heldFact, heldProblems } from './held.facts.ts';
export { holdVacancy, lockVacancy, rejectVacancy, releaseVacancy } from './held.service.ts';
export { isShown } from './vacancy.condition.ts';
export { type Flag, FlagKind } from './vacancy.flag.ts';
export { EmploymentType, WorkAccessibility } from './vacancy.kind.ts';
export { isOpen } from './vacancy.policy.ts';
export { VacancyStatus } from './vacancy.status.ts';
