export { decisionJoin, WITHHELD_BECAUSE } from './decision-sql.ts';
export { askEligibility, type QuestionFacts } from './eligibility.service.ts';
