export { oneMoreTry, subjectOf } from './attempt.statement.ts';
export { closeCodes } from './verification.statement.ts';
