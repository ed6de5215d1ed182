export { type Outcome, outcomesAfter } from './outcomes.ts';
