import { transitionsOf } from '../../kit/status.ts';

export enum RevisionStatus {
  PROPOSED = 'PROPOSED',
  CHECKED = 'CHECKED',
  CANARY = 'CANARY',
  APPROVED = 'APPROVED',
  LIVE = 'LIVE',
  SUPERSEDED = 'SUPERSEDED',
  REFUSED = 'REFUSED',
  WITHDRAWN = 'WITHDRAWN',
}

export const transition = transitionsOf<RevisionStatus>('revision', {
  PROPOSED: ['CHECKED', 'REFUSED', 'WITHDRAWN'],
  CHECKED: ['CANARY', 'APPROVED', 'REFUSED', 'WITHDRAWN'],
  CANARY: ['APPROVED', 'WITHDRAWN'],
  APPROVED: ['LIVE', 'REFUSED', 'WITHDRAWN'],
  LIVE: ['SUPERSEDED'],
  SUPERSEDED: [],
  REFUSED: [],
  WITHDRAWN: [],
});
