import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

export const refusals = {
  forbidden: () => notAllowed({ scopes: ['participant:erase'] }),
  unknown: () =>
    new Refusal(
      'PARTICIPANT_UNKNOWN',
      { en: 'There is no participant with this id.', id: 'Tidak ada peserta dengan id ini.' },
      ['id'],
    ),
};
