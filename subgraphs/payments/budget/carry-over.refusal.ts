import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" of carrying committed money over, by its stable code. */
export const refusals = {
  forbidden: () => notAllowed({ scopes: ['budget:decide'] }),
  reason: () =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      ['reason'],
    ),
  nothingLeft: () =>
    new Refusal(
      'NOTHING_COMMITTED',
      {
        en: 'Nothing is left of what was committed to this wave.',
        id: 'Tidak ada sisa dana yang dicadangkan untuk gelombang ini.',
      },
      ['wave'],
    ),
  season: (year: number) =>
    new Refusal(
      'CARRY_OVER_OUT_OF_SEASON',
      {
        en: `Money of ${year} is carried over from 16 December ${year} to 31 January ${year + 1}.`,
        id: `Dana tahun ${year} dialihkan mulai 16 Desember ${year} sampai 31 Januari ${year + 1}.`,
      },
      [],
    ),
  open: () =>
    new Refusal(
      'CARRY_OVER_OPEN',
      {
        en: 'A carry-over of this wave waits for its approval.',
        id: 'Pengalihan dana gelombang ini masih menunggu persetujuan.',
      },
      ['wave'],
    ),
  unknown: () =>
    new Refusal(
      'CARRY_OVER_UNKNOWN',
      { en: 'There is no carry-over of this id.', id: 'Tidak ada pengalihan dana dengan id ini.' },
      ['id'],
    ),
  approved: () =>
    new Refusal(
      'CARRY_OVER_ALREADY_APPROVED',
      { en: 'This carry-over was approved before.', id: 'Pengalihan dana ini sudah disetujui.' },
      ['id'],
    ),
  selfApproval: () =>
    new Refusal(
      'CARRY_OVER_SELF_APPROVAL',
      {
        en: 'Whoever proposed a carry-over cannot approve it: that takes another person.',
        id: 'Pengusul pengalihan dana tidak dapat menyetujuinya: diperlukan orang lain.',
      },
      ['id'],
    ),
};
