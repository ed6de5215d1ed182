import { demandSelfOr } from '../../kit/access.ts';
import { eraser } from '../../kit/erasure.ts';
import { defineFeature, type RequestContext, when } from '../../kit/feature.ts';
import { participantsErased } from './erase.events.ts';

const findParticipant = ({ id }: { id: string }, { caller }: RequestContext) => {
  demandSelfOr(caller, id, 'ledger:read');
  return { id };
};

export const participant = defineFeature({
  name: 'participant',
  references: { Participant: findParticipant },
  consumes: [when(participantsErased, eraser)],
});
