import { transitionsOf } from '../../kit/status.ts';

export enum OfferStatus {
  PROPOSED = 'PROPOSED',
  OPEN = 'OPEN',
  WITHDRAWN = 'WITHDRAWN',
}

export const transition = transitionsOf<OfferStatus>('offer', {
  PROPOSED: ['OPEN', 'WITHDRAWN'],
  OPEN: ['WITHDRAWN'],
  WITHDRAWN: [],
});
