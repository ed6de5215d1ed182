import { declareMutation } from '../../kit/mutation.ts';
import { balanceRefusals } from '../balance/index.ts';
import { MOST_CODES_A_DAY, MOST_TRIES } from './code.service.ts';
import { refusals } from './purchase.refusal.ts';
import { PurchaseCodeType, PurchaseStateType } from './purchase.type.ts';

export const requestPurchaseCode = declareMutation({
  name: 'requestPurchaseCode',
  does: 'Sends a code of 6 digits to your registered mobile number, by which you confirm the purchase of the seat that the token names. It is valid for 5 minutes and replaces the one before; at most 10 a day.',
  takes: 'the scope `self`',
  refusals: [
    refusals.notOneself(),
    refusals.tokenInvalid(),
    refusals.tokenExpired(),
    refusals.tokenOfAnother(),
    refusals.seatEnded(),
    refusals.paid(),
    refusals.tooManyCodes(MOST_CODES_A_DAY),
  ],
  // A message costs money.
  weight: 100,
  payload: {
    description: 'The code that was sent, or why none was.',
    field: 'purchaseCode',
    type: () => PurchaseCodeType,
    fieldDescription: 'The code that is on its way.',
    scopes: ['self'],
  },
});

export const authorizePurchase = declareMutation({
  name: 'authorizePurchase',
  does: 'Pays a reserved seat from the training balance of its person: sets the price aside until the voucher is used. A code takes 5 tries. A call that is repeated with the same token, code and invoice answers as the first one did.',
  takes: 'the scope `self`, for a seat of yours, or `course:publish`, for one that your platform sells',
  refusals: [
    refusals.notBuyer(),
    refusals.tokenInvalid(),
    refusals.tokenExpired(),
    refusals.tokenOfAnother(),
    refusals.invoiceLength(),
    refusals.codeMalformed(),
    refusals.codeNotRequested(),
    refusals.codeWrong(MOST_TRIES - 1),
    refusals.codeExpired(),
    refusals.codeUsed(),
    refusals.codeTriesSpent(),
    balanceRefusals.unknown(),
    balanceRefusals.frozen(),
    balanceRefusals.expired(),
    balanceRefusals.insufficient(),
    refusals.seatEnded(),
    refusals.paid(),
    refusals.invoiceUsed(),
  ],
  weight: 20,
  payload: {
    description: 'The purchase, or why nothing was paid.',
    field: 'purchase',
    type: () => PurchaseStateType,
    fieldDescription: 'The purchase, HELD; of a repeated call as it is now.',
  },
});

export const voidPurchase = declareMutation({
  name: 'voidPurchase',
  does: 'Asks for a purchase to be undone whose voucher was not used. `payments.purchase.voided` tells when the price was given back; a voucher that is used first wins.',
  takes: 'the scope `course:publish`, for what your platform sold, or `course:monitor`',
  refusals: [refusals.notSeller(), refusals.reason(), refusals.unknown(), refusals.ended()],
  weight: 10,
  payload: {
    description: 'The purchase, or why it stays.',
    field: 'purchase',
    type: () => PurchaseStateType,
    fieldDescription: 'The purchase, HELD until it is undone.',
  },
});
