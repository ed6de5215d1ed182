import { declareMutation } from '../../../kit/mutation.ts';
import { WaveType } from '../../wave/wave.type.ts';
import { refusals } from './waiver.refusal.ts';

const common = {
  takes: 'the scope `wave:manage`',
  weight: 100,
  payload: {
    description: 'The wave, or why nothing was decided.',
    field: 'wave',
    type: () => WaveType,
    fieldDescription: 'The wave.',
  },
};

export const proposeMatchWaiver = declareMutation<WaveType>({
  ...common,
  name: 'proposeMatchWaiver',
  does: 'Proposes to freeze a screened wave without those of whom the civil registry has said nothing yet, in public with the reason and this officer’s name. They are turned down in this wave, and free for the next; another officer approves it.',
  refusals: [
    refusals.forbidden(),
    refusals.reason(),
    refusals.waveUnknown(),
    refusals.notScreened(),
    refusals.notProposed(),
  ],
});

export const approveMatchWaiver = declareMutation<WaveType>({
  ...common,
  name: 'approveMatchWaiver',
  does: 'Approves, as another officer, that a wave is frozen without those of whom the civil registry has said nothing yet. A freeze that waits for them goes on; it stays public.',
  refusals: [
    refusals.forbidden(),
    refusals.waveUnknown(),
    refusals.notScreened(),
    refusals.notProposed(),
    refusals.samePerson(),
  ],
});
