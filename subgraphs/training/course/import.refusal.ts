import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" to a whole call that changes a catalogue, by its stable code. */
export const refusals = {
  forbidden: () => notAllowed({ scopes: ['course:publish'] }),
  notAPlatform: () =>
    new Refusal('NOT_A_PLATFORM', {
      en: 'Your organisation is no platform: courses are submitted by the platform that sells them.',
      id: 'Organisasi Anda bukan platform: pelatihan diajukan oleh platform yang menjualnya.',
    }),
  coursesOutOfRange: (most: number) =>
    new Refusal(
      'COURSES_OUT_OF_RANGE',
      {
        en: `A call takes 1 to ${most.toLocaleString('en-GB')} courses.`,
        id: `Satu permintaan memuat 1 sampai ${most.toLocaleString('id-ID')} pelatihan.`,
      },
      ['courses'],
    ),
  asOfInFuture: () =>
    new Refusal(
      'AS_OF_IN_FUTURE',
      {
        en: 'The file was made later than now: set the clock of the machine that makes it.',
        id: 'Berkas dibuat setelah saat ini: perbaiki jam komputer yang membuatnya.',
      },
      ['asOf'],
    ),
  importIncomplete: ({ expected, named }: { expected: number; named: number }) =>
    new Refusal(
      'IMPORT_INCOMPLETE',
      {
        en: `Of the file of this moment ${named} courses have arrived, not the ${expected} that you expect. Nothing was withdrawn.`,
        id: `Dari berkas dengan waktu ini baru ${named} pelatihan yang diterima, bukan ${expected} seperti yang Anda harapkan. Tidak ada yang ditarik.`,
      },
      ['expected'],
    ),
  withdrawalTooLarge: ({ missing, live }: { missing: number; live: number }) =>
    new Refusal(
      'WITHDRAWAL_TOO_LARGE',
      {
        en: `${missing} of ${live} courses would be withdrawn, more than a tenth. Nothing was done; confirm it if it is meant.`,
        id: `${missing} dari ${live} pelatihan akan ditarik, lebih dari sepersepuluh. Tidak ada yang dilakukan; konfirmasikan bila memang dimaksud.`,
      },
      ['confirm'],
    ),
  keptTooMany: (most: number) =>
    new Refusal(
      'KEPT_TOO_MANY',
      {
        en: `At most ${most.toLocaleString('en-GB')} references can be kept.`,
        id: `Paling banyak ${most.toLocaleString('id-ID')} referensi dapat dipertahankan.`,
      },
      ['kept'],
    ),
};
