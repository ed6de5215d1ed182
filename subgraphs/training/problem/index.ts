export { addProblems, type CourseProblem, replaceProblems } from './problem.service.ts';
export { ProblemSource } from './problem.source.ts';
