import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './batch.refusal.ts';
import { mayNotApprove, mayNotCreate } from './batch.service.ts';
import { BatchStatus, transition } from './batch.status.ts';
import { DisbursementBatchType, WithheldType } from './batch.type.ts';

const { APPROVED, REJECTED } = BatchStatus;

const payload = (description: string) => ({
  field: 'batch',
  type: () => DisbursementBatchType,
  description,
  fieldDescription: 'The batch.',
  scopes: ['ledger:read'],
});

export const createDisbursementBatch = declareMutation({
  name: 'createDisbursementBatch',
  does: 'Makes a batch of payouts that are due, at most 100,000, oldest first: to verified accounts of people about whom the programme office has decided within the last day. It is asked about all others, who wait: call again, under another key, until nothing waits for a decision. Somebody else approves the batch.',
  takes: 'the scope `payout:create`',
  refusals: [mayNotCreate(), refusals.filter(), refusals.empty()],
  isKeyed: true,
  weight: 200,
  payload: {
    ...payload('The batch with its control totals, what waits for another one, or why there is none.'),
    fieldDescription: 'The batch; null when all that could be in it waits.',
    others: {
      waiting: {
        type: () => [WithheldType],
        description:
          'Due payouts to verified accounts that are not in it, by reason: DECISION_STALE was asked about and may be in the next one.',
      },
    },
  },
});

export const approveDisbursementBatch = declareMutation({
  name: 'approveDisbursementBatch',
  does: 'Approves a batch that somebody else has made; one that the engine made takes two people. The partners are asked about its accounts before; payouts whose account has changed since are withheld.',
  takes: 'the scope `payout:approve`',
  refusals: [
    mayNotApprove(),
    refusals.unknown(),
    refusals.selfApproval(),
    refusals.unchecked(),
    refusals.altered(),
    transition.refusal(APPROVED, APPROVED),
  ],
  weight: 200,
  payload: payload('The batch, or why it was not approved.'),
});

export const rejectDisbursementBatch = declareMutation({
  name: 'rejectDisbursementBatch',
  does: 'Rejects a batch that waits for approval; its payouts may be part of another one.',
  takes: 'the scope `payout:approve`',
  refusals: [mayNotApprove(), refusals.reason(), refusals.unknown(), transition.refusal(REJECTED, REJECTED)],
  weight: 100,
  payload: payload('The batch, or why it was not rejected.'),
});
