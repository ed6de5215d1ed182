import { transitionsOf } from '../../kit/status.ts';

export enum ImportStatus {
  LOADING = 'LOADING',
  RECHECKING = 'RECHECKING',
  DONE = 'DONE',
  REFUSED = 'REFUSED',
}

/** A version takes effect as a whole, or not at all. */
export const transition = transitionsOf<ImportStatus>('import', {
  LOADING: ['RECHECKING', 'REFUSED'],
  RECHECKING: ['DONE'],
  DONE: [],
  REFUSED: [],
});
