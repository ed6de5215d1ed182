export { DrawService } from './draw.service.ts';
export { type Outcome, outcomesAfter } from './outcomes.ts';
