import { transitionsOf } from '../../kit/status.ts';
import { movesOf } from '../../kit/status-sql.ts';

export enum VacancyStatus {
  DRAFT = 'DRAFT',
  OPEN = 'OPEN',
  PAUSED = 'PAUSED',
  CLOSED = 'CLOSED',
  FILLED = 'FILLED',
}

/** How far a vacancy comes. What was closed opens again when its portal sends it anew; what was filled does not. */
export const transition = transitionsOf<VacancyStatus>('vacancy', {
  DRAFT: ['OPEN', 'CLOSED'],
  OPEN: ['PAUSED', 'CLOSED', 'FILLED'],
  PAUSED: ['OPEN', 'CLOSED', 'FILLED'],
  CLOSED: ['OPEN'],
  FILLED: [],
});

/** Writes a statement, or a common table expression, that moves vacancies. */
export const vacancyMoves = movesOf('vacancy', transition);
