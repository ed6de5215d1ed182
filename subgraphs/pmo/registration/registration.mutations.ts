import { declareMutation } from '../../kit/mutation.ts';
import { refusals as personRefusals } from '../participant/index.ts';
import { EligibilityReasonType } from '../policy/reason.type.ts';
import { refusals } from './registration.refusal.ts';
import { RegistrationType } from './registration.type.ts';

export const joinWave = declareMutation({
  name: 'joinWave',
  does: 'Takes the caller into an open wave: one live registration a person, at most two people a family card, and who the policy allows.',
  takes: 'the scope `self`',
  refusals: [
    personRefusals.forbidden(),
    refusals.waveUnknown(),
    refusals.waveNotYetOpen(null),
    refusals.waveClosed(),
    personRefusals.notRegistered(),
    refusals.notVerified(),
    refusals.identityNotConfirmed(),
    refusals.alreadyJoined(),
    refusals.kkFull(),
    refusals.ineligible(),
  ],
  isKeyed: true,
  weight: 10,
  payload: {
    description: 'The registration, or why there is none.',
    field: 'registration',
    type: () => RegistrationType,
    fieldDescription: 'The registration, JOINED.',
    scopes: ['self', 'participant:read'],
    others: {
      reasons: {
        type: () => [EligibilityReasonType],
        description: 'With the refusal INELIGIBLE: every rule that is not met. Null otherwise.',
      },
    },
  },
});
