import { MOST_CANARY_SHARE } from '../../../schema/registry/statement.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about canaries that is not one about revisions. */
export const canaryRefusals = {
  share: (running = 0) =>
    new Refusal(
      'CANARY_SHARE_OUT_OF_RANGE',
      {
        en: `The share of a canary is ${running + 1} to ${MOST_CANARY_SHARE} percent now: it only rises.`,
        id: `Porsi canary saat ini ${running + 1} sampai ${MOST_CANARY_SHARE} persen: porsi hanya dapat naik.`,
      },
      ['share'],
    ),
  open: () =>
    new Refusal(
      'CANARY_OPEN',
      {
        en: 'Another revision is a canary now: promote or withdraw it first.',
        id: 'Revisi lain sedang menjadi canary: promosikan atau tarik terlebih dahulu.',
      },
      ['id'],
    ),
  first: () =>
    new Refusal(
      'CANARY_WITHOUT_LIVE',
      {
        en: 'Nothing of this subgraph is live: a first revision has nothing to be compared with, so approve it.',
        id: 'Belum ada revisi aktif dari subgraph ini: revisi pertama tidak punya pembanding, jadi setujui saja.',
      },
      ['id'],
    ),
};
