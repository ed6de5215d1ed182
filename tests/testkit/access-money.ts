import { tracesGiven } from './access-ledger.ts';
import { batchPayout, payoutsGiven } from './access-payouts.ts';
import { purchasesGiven } from './access-purchase.ts';
import { reconcile, reconciliationGiven } from './access-reconciliation.ts';
import { SETTLED_PURCHASE, settle } from './access-settlements.ts';
import { changeWallet, walletsGiven } from './access-wallets.ts';

interface Ownership {
  victim: string;
  disbursement: string;
  key: string;
}

/** The rows of payments of a person, with all that can be protected, and the arguments that lead to them. */
export const findMoney = async ({ victim, disbursement, key }: Ownership) => {
  const batch = await batchPayout(disbursement);
  await reconcile();
  await changeWallet(victim);
  const given = {
    ...walletsGiven(key),
    ...payoutsGiven(batch, disbursement, key),
    ...reconciliationGiven(key),
    ...tracesGiven(victim),
    ...purchasesGiven(SETTLED_PURCHASE),
    ...(await settle(victim)),
  };
  return { batch, purchase: SETTLED_PURCHASE, given };
};
