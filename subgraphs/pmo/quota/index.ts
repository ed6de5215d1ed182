export { apportion, formulas, type QuotaFormula } from './apportion.ts';
export { apportionByTranche } from './by-tranche.ts';
