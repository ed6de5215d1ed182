export { finishBatches, noteWithheld } from './withheld.service.ts';
