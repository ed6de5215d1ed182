import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './identity.refusal.ts';
import { ErasedParticipantType } from './identity.type.ts';

export const eraseParticipant = declareMutation({
  name: 'eraseParticipant',
  does: "Destroys the key of a person's sealed data and removes the name, on the person's request and for ever. The id stays as a pseudonym, so that money stays accounted for, and the NIK keeps its one award; wallet, skill profile and account go within seconds.",
  takes: 'the scope `participant:erase`',
  refusals: [refusals.forbidden(), refusals.unknown()],
  weight: 1,
  payload: {
    description: 'Who was erased, or why nobody was.',
    field: 'participant',
    type: () => ErasedParticipantType,
    fieldDescription: 'The person, without what is left of the profile.',
  },
});
