export { holdLists } from './barred.lock.ts';
export { listRevoked } from './barred.statement.ts';
