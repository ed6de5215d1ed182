import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './settlement.refusal.ts';
import { SettlementStatus, transition } from './settlement.status.ts';
import { SettlementRunType } from './settlement.type.ts';

const { DONE, APPROVED, REJECTED } = SettlementStatus;

const payload = (description: string) => ({
  field: 'run',
  type: () => SettlementRunType,
  description,
  fieldDescription: 'The run.',
  scopes: ['ledger:read'],
});

export const createSettlementRun = declareMutation({
  name: 'createSettlementRun',
  does: 'Puts together what institutions and platforms are owed of the purchases whose voucher was used until a day, less what was refunded after an earlier settlement. Somebody else approves it. A period that has a run is answered with that one.',
  takes: 'the scope `payout:create`',
  refusals: [refusals.mayNotCreate(), refusals.until(), refusals.open(), refusals.nothing()],
  weight: 200,
  payload: payload('The run, or why there is none.'),
});

export const approveSettlementRun = declareMutation({
  name: 'approveSettlementRun',
  does: 'Approves settlements that somebody else has put together: they are posted. Purchases that were refunded meanwhile are withheld.',
  takes: 'the scope `payout:approve`',
  refusals: [
    refusals.mayNotApprove(),
    refusals.unknown(),
    refusals.selfApproval(),
    refusals.altered(),
    transition.refusal(DONE, APPROVED),
  ],
  weight: 200,
  payload: payload('The run, or why it was not approved.'),
});

export const rejectSettlementRun = declareMutation({
  name: 'rejectSettlementRun',
  does: 'Rejects settlements that wait for approval; their purchases are part of the next run.',
  takes: 'the scope `payout:approve`',
  refusals: [refusals.mayNotApprove(), refusals.reason(), refusals.unknown(), transition.refusal(DONE, REJECTED)],
  weight: 100,
  payload: payload('The run, or why it was not rejected.'),
});
