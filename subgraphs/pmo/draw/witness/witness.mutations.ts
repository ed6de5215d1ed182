import { declareMutation, NO_TOKEN } from '../../../kit/mutation.ts';
import type { Refusal } from '../../../kit/refusal.ts';
import { WaveType } from '../../wave/wave.type.ts';
import { refusals } from './witness.refusal.ts';

interface Declaration {
  name: string;
  does: string;
  takes: string;
  refusals: readonly Refusal[];
}

const declare = (declaration: Declaration) =>
  declareMutation<WaveType>({
    ...declaration,
    weight: 100,
    payload: {
      description: 'The wave, or why nothing was done.',
      field: 'wave',
      type: () => WaveType,
      fieldDescription: 'The wave.',
    },
  });

const OFFICER = 'the scope `wave:manage`';

export const setDrawWitnesses = declare({
  name: 'setDrawWitnesses',
  does: 'Names the organisations whose cosignatures make the draw of a planned wave final, and how many of them must sign.',
  takes: OFFICER,
  refusals: [
    refusals.forbidden(),
    refusals.waveUnknown(),
    refusals.rosterClosed(),
    refusals.key(),
    refusals.threshold(),
  ],
});

export const approveDraw = declare({
  name: 'approveDraw',
  does: 'Approves the frozen entries of a wave, by another officer than who froze them; witnesses may sign from then on.',
  takes: OFFICER,
  refusals: [refusals.forbidden(), refusals.notFrozen(), refusals.samePerson()],
});

export const cosignDraw = declare({
  name: 'cosignDraw',
  does: "Brings a witness's cosignature of a draw's checkpoint (C2SP signed note, cosignature/v1). Anyone may bring it: the registered key of the witness proves it.",
  takes: NO_TOKEN,
  refusals: [refusals.notFrozen(), refusals.notApproved(), refusals.cosignature(), refusals.late()],
});

export const voidDraw = declare({
  name: 'voidDraw',
  does: 'Ends an attempt to draw that too few witnesses signed before the close, in public with the reason and the name of this officer, who is not the one who froze it. The entries may then be put right and frozen again.',
  takes: OFFICER,
  refusals: [
    refusals.forbidden(),
    refusals.reason(),
    refusals.waveUnknown(),
    refusals.notFrozen(),
    refusals.final(),
    refusals.samePerson(),
    refusals.signingOpen(),
  ],
});
