export { type Actor, type Application, type Change, SYSTEM } from './application.entity.ts';
export { lockApplication, moveApplication } from './application.statement.ts';
export type { Status } from './application.status.ts';
