import { transitionsOf } from '../../kit/status.ts';

export enum OrderState {
  OPEN = 'OPEN',
  PAID = 'PAID',
  FAILED = 'FAILED',
  RETURNED = 'RETURNED',
  SUSPECT = 'SUSPECT',
}

/** FAILED and RETURNED are the ends after which a payout may get a new order, with a new reference. */
export const orderTransition = transitionsOf<OrderState>('order', {
  OPEN: ['PAID', 'FAILED', 'SUSPECT'],
  SUSPECT: ['PAID', 'FAILED'],
  PAID: ['RETURNED'],
  FAILED: [],
  RETURNED: [],
});

/** Decides whether an order may have moved money that did not come back: a payout has one such order at most. */
export const isLive = (state: OrderState): boolean => state !== OrderState.FAILED && state !== OrderState.RETURNED;
