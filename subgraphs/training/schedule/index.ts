export { refusals as classRefusals } from './schedule.refusal.ts';
export type { ClassService } from './schedule.service.ts';
export { cancelToCome, giveBackSeats, lockClasses, takeSeats } from './schedule.statement.ts';
export { ScheduleStatus, transition as classTransition } from './schedule.status.ts';
