import { transitionsOf } from '../../kit/status.ts';

export enum FileStatus {
  LOADING = 'LOADING',
  POSTING = 'POSTING',
  DONE = 'DONE',
  REFUSED = 'REFUSED',
}

/** A file is taken as a whole, or not at all. */
export const fileTransition = transitionsOf<FileStatus>('settlement_file', {
  LOADING: ['POSTING', 'REFUSED'],
  POSTING: ['DONE'],
  DONE: [],
  REFUSED: [],
});

export enum DifferenceStatus {
  OPEN = 'OPEN',
  PROPOSED = 'PROPOSED',
  RESOLVED = 'RESOLVED',
  FOUND = 'FOUND',
}

export const differenceTransition = transitionsOf<DifferenceStatus>('difference', {
  OPEN: ['PROPOSED', 'FOUND'],
  PROPOSED: ['OPEN', 'RESOLVED', 'FOUND'],
  RESOLVED: [],
  FOUND: [],
});
