import { notAllowed } from '../../kit/forbidden.ts';
import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './reconciliation.refusal.ts';
import { DifferenceStatus, differenceTransition } from './reconciliation.status.ts';
import { DifferenceType, SettlementFileType } from './reconciliation.type.ts';

const forbidden = notAllowed({ scopes: ['reconciliation:decide'] });
const takes = 'the scope `reconciliation:decide`';

export const importSettlementFile = declareMutation({
  name: 'importSettlementFile',
  does: "Imports a partner's settlement file of one day and compares it with the ledger: what matches is posted, what differs waits for two people. A large one goes on after the answer. The same file is answered as before.",
  takes,
  refusals: [
    forbidden,
    refusals.partner(),
    refusals.date(),
    refusals.sha256(),
    refusals.file(),
    refusals.sameFile(),
    refusals.sameDay(),
  ],
  isKeyed: true,
  weight: 1_000,
  payload: {
    description: 'The import that has begun, or why it did not.',
    field: 'file',
    type: () => SettlementFileType,
    fieldDescription: 'The file, as far as it has been taken in; REFUSED with its first fault.',
  },
});

const difference = {
  field: 'difference',
  type: () => DifferenceType,
  fieldDescription: 'The difference as it is now.',
};

export const proposeDifferenceResolution = declareMutation({
  name: 'proposeDifferenceResolution',
  does: 'Proposes which side of a difference is right. Nothing is posted until another person confirms it.',
  takes,
  refusals: [
    forbidden,
    refusals.difference(),
    refusals.evidence(),
    refusals.undecided(),
    refusals.changed(),
    differenceTransition.refusal(DifferenceStatus.RESOLVED, DifferenceStatus.PROPOSED),
  ],
  weight: 10,
  payload: { description: 'The proposal, or why there is none.', ...difference },
});

export const confirmDifferenceResolution = declareMutation({
  name: 'confirmDifferenceResolution',
  does: 'Confirms a proposal of another person, and posts what it means.',
  takes,
  refusals: [
    forbidden,
    refusals.difference(),
    refusals.samePerson(),
    refusals.changed(),
    differenceTransition.refusal(DifferenceStatus.OPEN, DifferenceStatus.RESOLVED),
  ],
  weight: 10,
  payload: { description: 'The decision, or why there is none.', ...difference },
});

export const rejectDifferenceResolution = declareMutation({
  name: 'rejectDifferenceResolution',
  does: 'Takes a proposal back: the difference is open again.',
  takes,
  refusals: [
    forbidden,
    refusals.difference(),
    differenceTransition.refusal(DifferenceStatus.RESOLVED, DifferenceStatus.OPEN),
  ],
  weight: 10,
  payload: { description: 'The open difference, or why the proposal stays.', ...difference },
});
