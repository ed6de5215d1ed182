import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Arguments } from './access-document.ts';

/** Arguments that lead to a purchase none of whose fields is null, and of what is done with purchases. */
export const purchasesGiven = (purchase: string): Arguments => ({
  'Query.purchase': `id: "${purchase}"`,
  'Mutation.requestPurchaseCode': 'token: "matrix"',
  'Mutation.authorizePurchase': 'token: "matrix", code: "000000", invoice: "matrix"',
  'Mutation.voidPurchase': `id: "${uuidv7()}", reason: "Matriks"`,
});
