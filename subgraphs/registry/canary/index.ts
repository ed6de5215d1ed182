export type { CanaryService } from './canary.service.ts';
