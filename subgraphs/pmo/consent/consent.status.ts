import { transitionsOf } from '../../kit/status.ts';

export enum ConsentStatus {
  GRANTED = 'GRANTED',
  WITHDRAWN = 'WITHDRAWN',
  EXPIRED = 'EXPIRED',
}

/** Both ends are final: who consents again grants a new consent. */
export const transition = transitionsOf<ConsentStatus>('consent', {
  GRANTED: ['WITHDRAWN', 'EXPIRED'],
  WITHDRAWN: [],
  EXPIRED: [],
});
