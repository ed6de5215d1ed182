import { notAllowed } from '../../kit/forbidden.ts';
import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './barred.refusal.ts';
import { ImportStatus, transition } from './barred.status.ts';
import { BarredListVersionType } from './barred.type.ts';

export const importBarredList = declareMutation({
  name: 'importBarredList',
  does: 'Imports a version of a list, and judges again the holders of awards whom it concerns. It replaces what its source said before, not what others say. One that takes anybody off, has nobody, or is older than what is in force changes nothing: it is PROPOSED until another officer approves it (`approveBarredList`). A large one goes on after the answer; `barredListVersions` tells how far.',
  takes: 'the scope `barred:import`',
  refusals: [
    notAllowed({ scopes: ['barred:import'] }),
    refusals.source(),
    refusals.date(),
    refusals.sha256(),
    refusals.file(),
    refusals.running(),
  ],
  isKeyed: true,
  weight: 1_000,
  payload: {
    description: 'The import that has begun, or why it did not.',
    field: 'version',
    type: () => BarredListVersionType,
    fieldDescription: 'The version, as far as it has come.',
  },
});

const decision = {
  description: 'The version as it is now, or why nothing was decided.',
  field: 'version',
  type: () => BarredListVersionType,
  fieldDescription: 'The version, as far as it has come.',
};

export const approveBarredList = declareMutation({
  name: 'approveBarredList',
  does: 'Lets a version that is PROPOSED take effect, when the same file still takes off as many people. For another officer than the one who imported it.',
  takes: 'the scope `barred:import`',
  refusals: [
    notAllowed({ scopes: ['barred:import'] }),
    refusals.unknown(),
    refusals.samePerson(),
    refusals.file(),
    refusals.running(),
    transition.refusal(ImportStatus.REFUSED, ImportStatus.LOADING),
  ],
  weight: 1_000,
  payload: decision,
});

export const declineBarredList = declareMutation({
  name: 'declineBarredList',
  does: 'Declines a version that is PROPOSED, whoever imported it: nothing of it takes effect.',
  takes: 'the scope `barred:import`',
  refusals: [
    notAllowed({ scopes: ['barred:import'] }),
    refusals.unknown(),
    transition.refusal(ImportStatus.DONE, ImportStatus.REFUSED),
  ],
  weight: 10,
  payload: decision,
});
