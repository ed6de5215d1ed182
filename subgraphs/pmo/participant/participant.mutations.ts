import { declareMutation } from '../../kit/mutation.ts';
import { valueFaults, wrongValue } from '../profile/index.ts';
import { refusals } from './participant.refusal.ts';
import { ParticipantType } from './participant.type.ts';

export const registerParticipant = declareMutation({
  name: 'registerParticipant',
  does: 'Makes the caller a participant: the id is that of the account. The civil registry is asked afterwards whose the NIK is: `identityMatch` tells what it says, and anyone may join a wave meanwhile. Whoever else has stated the NIK makes no difference to the answer. Text is kept in one form: invisible marks are left out, and kinds of spaces, quotes, dashes and digits are one. The path of a refusal names the field whose value is wrong.',
  takes: 'the scope `self`',
  refusals: [
    refusals.forbidden(),
    refusals.alreadyRegistered(),
    ...valueFaults.map((code) => wrongValue(code, ['input'])),
  ],
  isKeyed: true,
  weight: 20,
  payload: {
    description: 'The new participant, or why nobody was registered.',
    field: 'participant',
    type: () => ParticipantType,
    fieldDescription: 'The participant, REGISTERED.',
    scopes: ['self'],
  },
});
