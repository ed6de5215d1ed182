import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import type { HearService } from './hear.service.ts';
import { OrderState } from './order.status.ts';

const BY_REFERENCE = statement(
  'order-by-reference',
  { id: column.uuid },
  `select id from disbursement_order where reference = any($1::text[])`,
);

/**
 * Takes back payouts whose money is back with us, by the references of their orders: RETURNED, with a BOUNCE in the ledger.
 * What is not PAID is left alone. In the transaction of whoever has counted the money.
 * @returns how many came back
 */
export const returnPayouts = async (em: EntityManager, hears: HearService, references: readonly string[]) => {
  const ids = (await execute(em, BY_REFERENCE, [references])).rows.map(({ id }) => id);
  const paid = (await hears.lock(em, ids)).filter(({ state }) => state === OrderState.PAID);
  const change = { kind: 'MOVED', state: OrderState.RETURNED } as const;
  await hears.apply(
    em,
    paid.map((order) => ({ order, change, code: 'RETURNED', partnerReference: null })),
  );
  return paid.length;
};
