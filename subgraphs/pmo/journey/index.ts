export { GIVE_UNTIL, isPurchase, LATEST_DEADLINE } from './journey.statement.ts';
