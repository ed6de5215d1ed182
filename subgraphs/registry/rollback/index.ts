export type { ChoiceService } from './choice.service.ts';
