export { lastPurchaseDay } from './last-day.ts';
export { review } from './review.ts';
export { revocationDecided } from './revocation.events.ts';
export type { Revocations } from './revocation.service.ts';
export { OPEN_TOTAL } from './revocation.statement.ts';
