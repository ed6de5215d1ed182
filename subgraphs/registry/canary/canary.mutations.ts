import { declareMutation } from '../../kit/mutation.ts';
import { RevisionStatus, refusals, transition } from '../revision/index.ts';
import { RevisionType } from '../revision/revision.type.ts';
import { canaryRefusals } from './canary.refusal.ts';

const payload = { field: 'revision', type: () => RevisionType };
const takes = 'the scope `subgraph:approve`';

export const setCanaryShare = declareMutation({
  name: 'setCanaryShare',
  does: 'Lets a share of the callers meet a checked revision that somebody else published, by a signature over the share: the same callers until it is raised, promoted or withdrawn. Gateways compare it with what is live, and withdraw it by themselves when its errors or its time use up what it may cost.',
  takes,
  refusals: [
    refusals.mayNotApprove(),
    refusals.unknown(),
    refusals.samePerson(),
    refusals.publisherRevoked(),
    refusals.keyUnfit(['keyId']),
    refusals.signature(['signature']),
    canaryRefusals.share(),
    canaryRefusals.open(),
    canaryRefusals.first(),
    transition.refusal(RevisionStatus.REFUSED, RevisionStatus.CANARY),
  ],
  weight: 500,
  payload: {
    ...payload,
    description: 'The revision, or why no share of the callers meets it.',
    fieldDescription: 'The revision, CANARY, or REFUSED with its findings.',
  },
});

export const withdrawCanary = declareMutation({
  name: 'withdrawCanary',
  does: 'Takes back a canary, whoever published it: all callers meet what is live again.',
  takes,
  refusals: [
    refusals.mayNotApprove(),
    refusals.unknown(),
    transition.refusal(RevisionStatus.LIVE, RevisionStatus.CANARY),
  ],
  weight: 50,
  payload: {
    ...payload,
    description: 'The revision, or why it was not withdrawn.',
    fieldDescription: 'The revision, WITHDRAWN.',
  },
});
