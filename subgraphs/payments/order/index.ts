export { HearService } from './hear.service.ts';
export { returnPayouts } from './return.service.ts';
