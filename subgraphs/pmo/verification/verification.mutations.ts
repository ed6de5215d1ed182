import { declareMutation } from '../../kit/mutation.ts';
import { refusals as personRefusals } from '../participant/index.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { refusals } from './verification.refusal.ts';
import { LOCKED_MS, MOST_CODES_A_DAY, MOST_TRIES } from './verification.service.ts';
import { VerificationCodeType } from './verification.type.ts';

const now = new Date(0);
const locked = refusals.locked(new Date(LOCKED_MS), now);

export const requestVerificationCode = declareMutation({
  name: 'requestVerificationCode',
  does: "Sends a code of 6 digits to the caller's own phone or e-mail address, at most 5 a day each. It is valid for 10 minutes and replaces the one before.",
  takes: 'the scope `self`',
  refusals: [
    personRefusals.forbidden(),
    personRefusals.notRegistered(),
    refusals.confirmed(),
    locked,
    refusals.tooManyCodes(MOST_CODES_A_DAY),
  ],
  // A message costs money.
  weight: 100,
  payload: {
    description: 'The code that was sent, or why none was.',
    field: 'verificationCode',
    type: () => VerificationCodeType,
    fieldDescription: 'The code that was sent.',
    scopes: ['self'],
  },
});

export const confirmVerificationCode = declareMutation({
  name: 'confirmVerificationCode',
  does: 'Confirms the phone or e-mail address with the code that was sent. A code takes 5 tries; the last wrong one locks for 15 minutes.',
  takes: 'the scope `self`',
  refusals: [
    personRefusals.forbidden(),
    refusals.malformed(),
    personRefusals.notRegistered(),
    refusals.confirmed(),
    refusals.notRequested(),
    refusals.expired(),
    refusals.wrong(MOST_TRIES - 1),
    locked,
  ],
  weight: 10,
  payload: {
    description: 'The participant, or why nothing was confirmed.',
    field: 'participant',
    type: () => ParticipantType,
    fieldDescription: 'VERIFIED once phone and e-mail are confirmed.',
    scopes: ['self'],
  },
});
