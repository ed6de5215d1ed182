import { eraser } from '../../kit/erasure.ts';
import { forbidden, unauthenticated } from '../../kit/errors.ts';
import { defineFeature, type RequestContext, when } from '../../kit/feature.ts';
import { mayReadMoneyOf } from '../money.policy.ts';
import { participantsErased } from './erase.events.ts';

const findParticipant = ({ id }: { id: string }, { caller }: RequestContext) => {
  if (!caller.id) throw unauthenticated();
  if (!mayReadMoneyOf(caller, id)) throw forbidden({ scopes: ['ledger:read'], or: 'participant' });
  return { id };
};

export const participant = defineFeature({
  name: 'participant',
  references: { Participant: findParticipant },
  consumes: [when(participantsErased, eraser)],
});
