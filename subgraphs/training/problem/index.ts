export { addProblems, type CourseProblem, cutText, pathText, replaceProblems } from './problem.service.ts';
export { ProblemSource } from './problem.source.ts';
