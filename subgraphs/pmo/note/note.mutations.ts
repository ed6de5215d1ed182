import { notAllowed } from '../../kit/forbidden.ts';
import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './note.refusal.ts';
import { WaveNoteType } from './note.type.ts';

export const addWaveNote = declareMutation({
  name: 'addWaveNote',
  does: 'Adds a note to a wave, which everyone can read; it cannot be changed.',
  takes: 'the scope `wave:manage`',
  refusals: [notAllowed({ scopes: ['wave:manage'] }), refusals.text(), refusals.waveUnknown()],
  isKeyed: true,
  weight: 10,
  payload: {
    description: 'The note, or why there is none.',
    field: 'note',
    type: () => WaveNoteType,
    fieldDescription: 'The note.',
  },
});
