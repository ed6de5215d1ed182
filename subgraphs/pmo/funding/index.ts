export type { Fundings } from './funding.service.ts';
