import { declareMutation } from '../../kit/mutation.ts';
import { DisbursementType } from '../disbursement/disbursement.type.ts';
import { refusals } from './order.refusal.ts';
import { PayoutLaneType } from './order.type.ts';
import { mayNotSteer } from './partner-lane.service.ts';
import { mayNotResolve } from './suspect.service.ts';

const takes = 'the scope `payout:approve`';

export const resolveSuspect = declareMutation({
  name: 'resolveSuspect',
  does: 'Says what became of a payout that is a SUSPECT: the first person proposes it, another one confirms it by the same call. PAID settles it; NOT_PAID lets it be part of a new batch.',
  takes,
  refusals: [
    mayNotResolve(),
    refusals.evidence(),
    refusals.disbursementUnknown(),
    refusals.notSuspect(),
    refusals.selfConfirmation(),
    refusals.outcomeDiffers('PAID'),
  ],
  weight: 50,
  payload: {
    field: 'disbursement',
    type: () => DisbursementType,
    description: 'The payout, or why nothing was said of it.',
    fieldDescription: 'The payout: still SUSPECT after the proposal.',
    scopes: ['ledger:read'],
  },
});

const lane = (description: string) => ({
  field: 'lane',
  type: () => PayoutLaneType,
  description,
  fieldDescription: 'How payouts go to the partner now.',
  scopes: ['ledger:read'],
});

export const pausePayouts = declareMutation({
  name: 'pausePayouts',
  does: 'Orders nothing new from a payment partner until payouts are resumed; what was ordered is followed up.',
  takes,
  refusals: [mayNotSteer(), refusals.partnerUnknown()],
  weight: 20,
  payload: lane('The lane of the partner, or why it was not paused.'),
});

export const resumePayouts = declareMutation({
  name: 'resumePayouts',
  does: 'Orders from a payment partner again.',
  takes,
  refusals: [mayNotSteer(), refusals.partnerUnknown()],
  weight: 20,
  payload: lane('The lane of the partner, or why it was not resumed.'),
});

export const limitPayouts = declareMutation({
  name: 'limitPayouts',
  does: 'Bounds what is newly ordered from a payment partner, by all workers together: orders a second, and rupiah a day (WIB). What is left out has no limit.',
  takes,
  refusals: [mayNotSteer(), refusals.limits(), refusals.partnerUnknown()],
  weight: 20,
  payload: lane('The lane of the partner, or why it was not bounded.'),
});
