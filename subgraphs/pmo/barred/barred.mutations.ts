import { notAllowed } from '../../kit/forbidden.ts';
import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './barred.refusal.ts';
import { BarredListVersionType } from './barred.type.ts';

export const importBarredList = declareMutation({
  name: 'importBarredList',
  does: 'Imports a version of a list, and judges again the holders of awards whom it concerns. A large one goes on after the answer; `barredListVersions` tells how far.',
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
