export type { Sequencer } from './fact.sequencer.ts';
export { bodyOf, type NumberedFact } from './fact.ts';
