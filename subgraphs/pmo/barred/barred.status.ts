import { transitionsOf } from '../../kit/status.ts';

export enum ImportStatus {
  LOADING = 'LOADING',
  PROPOSED = 'PROPOSED',
  RECHECKING = 'RECHECKING',
  DONE = 'DONE',
  REFUSED = 'REFUSED',
}

/** A version takes effect as a whole, or not at all; one that takes people off the list is read again when it is approved. */
export const transition = transitionsOf<ImportStatus>('import', {
  LOADING: ['PROPOSED', 'RECHECKING', 'REFUSED'],
  PROPOSED: ['LOADING', 'REFUSED'],
  RECHECKING: ['DONE'],
  DONE: [],
  REFUSED: [],
});
