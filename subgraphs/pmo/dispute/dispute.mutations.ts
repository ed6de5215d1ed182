import { declareMutation } from '../../kit/mutation.ts';
import { refusals as personRefusals } from '../participant/index.ts';
import { refusals } from './dispute.refusal.ts';
import { IdentityDisputeType } from './dispute.type.ts';

const payload = {
  description: 'The dispute, or why nothing was done.',
  field: 'dispute',
  type: () => IdentityDisputeType,
  fieldDescription: 'The dispute.',
};

export const openIdentityDispute = declareMutation({
  name: 'openIdentityDispute',
  does: 'Says that the NIK which the caller has stated is theirs, although it could not be confirmed: that the civil registry is wrong, or that somebody else uses it. Two officers look at the documents and decide.',
  takes: 'the scope `self`',
  refusals: [personRefusals.forbidden(), refusals.evidence(), refusals.notNeeded(), refusals.isOpen()],
  isKeyed: true,
  weight: 20,
  payload: { ...payload, scopes: ['self', 'identity:decide'] },
});

export const decideIdentityDispute = declareMutation({
  name: 'decideIdentityDispute',
  does: 'Says what an officer thinks of a dispute: two different officers, one after the other, who say the same decide it. GRANTED, the NIK is the person’s, and whoever held it loses the claim, the place on the family card, and what they wait for in a wave; an award of theirs is judged again.',
  takes: 'the scope `identity:decide`',
  refusals: [
    refusals.forbidden(),
    refusals.unknown(),
    refusals.reason(),
    refusals.decided(),
    refusals.samePerson(),
    refusals.ownMatter(),
    refusals.overtaken(),
    refusals.holderInDraw(),
  ],
  weight: 50,
  payload: { ...payload, scopes: ['self', 'identity:decide'] },
});
