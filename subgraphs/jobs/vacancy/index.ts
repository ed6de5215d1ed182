export { isShown } from './vacancy.condition.ts';
export { VacancyStatus } from './vacancy.status.ts';
