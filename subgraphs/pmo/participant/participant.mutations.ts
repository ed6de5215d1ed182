import { declareMutation } from '../../kit/mutation.ts';
import { valueFaults, wrongValue } from '../profile/index.ts';
import { refusals } from './participant.refusal.ts';
import { ParticipantType } from './participant.type.ts';

export const registerParticipant = declareMutation({
  name: 'registerParticipant',
  does: 'Makes the caller a participant: the id is that of the account. A NIK that somebody else holds is answered like a free one; joinWave finds it later. Text is kept in one form: invisible marks are left out, and kinds of spaces, quotes, dashes and digits are one. The path of a refusal names the field whose value is wrong.',
  takes: 'the scope `self`',
  refusals: [
    refusals.forbidden(),
    refusals.alreadyRegistered(),
    refusals.tooManyAttempts(['input', 'nik']),
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
