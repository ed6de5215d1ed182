export { type Outcome, outcomesAfter, tranchesOfWinners } from './outcomes.ts';
