import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './carry-over.refusal.ts';
import { CarryOverType } from './carry-over.type.ts';

const EXAMPLE_YEAR = 2026;

const common = { takes: 'the scope `budget:decide`', weight: 100 };

const payload = { field: 'carryOver', type: () => CarryOverType };

export const proposeCarryOver = declareMutation({
  ...common,
  name: 'proposeCarryOver',
  does: 'Proposes that what is left of the money committed to a wave goes on to the next budget year; another officer approves it.',
  refusals: [
    refusals.forbidden(),
    refusals.reason(),
    refusals.nothingLeft(),
    refusals.season(EXAMPLE_YEAR),
    refusals.open(),
  ],
  payload: {
    ...payload,
    description: 'The proposal, or why there is none.',
    fieldDescription: 'The proposal.',
  },
});

export const approveCarryOver = declareMutation({
  ...common,
  name: 'approveCarryOver',
  does: 'Approves a carry-over that somebody else proposed: the money is of the next budget year from then on. What became due before that is paid from its own year.',
  refusals: [
    refusals.forbidden(),
    refusals.unknown(),
    refusals.approved(),
    refusals.selfApproval(),
    refusals.season(EXAMPLE_YEAR),
    refusals.nothingLeft(),
  ],
  payload: {
    ...payload,
    description: 'What was carried over, or why nothing was.',
    fieldDescription: 'The carry-over.',
  },
});
