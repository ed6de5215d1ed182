export { type BureauReport, reportOf } from './bureau.statement.ts';
