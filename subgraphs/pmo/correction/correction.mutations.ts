import { declareMutation } from '../../kit/mutation.ts';
import { refusals as personRefusals } from '../participant/index.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { valueFaults, wrongValue } from '../profile/index.ts';
import { refusals } from './correction.refusal.ts';

// The test is not taken again.
const corrected = valueFaults.filter((code) => !code.startsWith('ABILITY_'));

export const correctRegistration = declareMutation({
  name: 'correctRegistration',
  does: 'Corrects what was stated at registration; the former values stay in `Participant.revisions`. For the person, and for officers. Another phone or e-mail address has to be confirmed: VERIFIED becomes REGISTERED until then; the sign-in account keeps its own. NIK, family card and birth date change only while the person is in no wave and was never awarded; a NIK that somebody else holds is answered like a free one, and joinWave finds it later. A registration in a wave keeps its region, and decisions made before keep their facts. A NIK can be tried 5 times a day, and 3 NIKs for a person. The path of a refusal names the field whose value is wrong.',
  takes: 'the scope `self`, or `participant:correct`',
  refusals: [
    refusals.forbidden(),
    refusals.unknown(),
    personRefusals.notRegistered(),
    refusals.erased(),
    refusals.versionChanged(2),
    refusals.empty(),
    refusals.reason(),
    refusals.inWave('nik'),
    refusals.awarded('nik'),
    refusals.nikMissing(),
    personRefusals.tooManyAttempts(['input', 'nik']),
    ...corrected.map((code) => wrongValue(code, ['input'])),
  ],
  isKeyed: true,
  weight: 20,
  payload: {
    description: 'The corrected participant, or why nothing was corrected.',
    field: 'participant',
    type: () => ParticipantType,
    fieldDescription: 'The participant as it is now; null for an officer who may not read profiles.',
    scopes: ['self', 'participant:read'],
  },
});
