import type { Figure } from '../../kit/metrics/figure.ts';
import { OrderState } from './order.status.ts';

/** Orders whose end is not known: each state has an index of its own, and the ended ones, which are many, are not read. */
const inMotion = { name: 'state', values: [OrderState.OPEN, OrderState.SUSPECT] };
const states = `('OPEN', 'SUSPECT')`;

/** Money on its way to participants. */
export const orderFigures: readonly Figure[] = [
  {
    name: 'prakerja_payout_orders',
    help: 'Orders to partners whose end is not known.',
    label: inMotion,
    sql: `select state as label, count(*) as value from disbursement_order where state in ${states} group by state`,
  },
  {
    name: 'prakerja_payout_rupiah',
    help: 'Sum of the orders to partners whose end is not known.',
    label: inMotion,
    sql: `select state as label, sum(amount) as value from disbursement_order where state in ${states} group by state`,
  },
  {
    name: 'prakerja_payout_oldest_seconds',
    help: 'For how long the oldest order of each state has been without an end.',
    label: inMotion,
    sql: `select state as label, extract(epoch from now() - min(ordered_at)) as value from disbursement_order
      where state in ${states} group by state`,
  },
];
