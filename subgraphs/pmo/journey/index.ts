export { isPurchase, LATEST_DEADLINE } from './journey.statement.ts';
