export { apportion, formulas, type QuotaFormula } from './apportion.ts';
