import { transitionsOf } from '../../kit/status.ts';

export enum GrantStatus {
  REQUESTED = 'REQUESTED',
  ACCEPTED = 'ACCEPTED',
  GRANTED = 'GRANTED',
  REFUSED = 'REFUSED',
  WITHDRAWN = 'WITHDRAWN',
  REVOKED = 'REVOKED',
}

export const transition = transitionsOf<GrantStatus>('grant', {
  REQUESTED: ['ACCEPTED', 'REFUSED', 'WITHDRAWN'],
  ACCEPTED: ['GRANTED', 'REFUSED', 'WITHDRAWN'],
  GRANTED: ['REVOKED'],
  REFUSED: [],
  WITHDRAWN: [],
  REVOKED: [],
});
