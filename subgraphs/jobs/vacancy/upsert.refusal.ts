import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" to a whole call that changes the vacancies of a portal, by its stable code. */
export const refusals = {
  forbidden: () => notAllowed({ scopes: ['vacancy:publish'] }),
  notAPortal: () =>
    new Refusal('NOT_A_PORTAL', {
      en: 'Your organisation is no job portal: vacancies are sent by the portal that publishes them.',
      id: 'Organisasi Anda bukan portal kerja: lowongan dikirim oleh portal yang menerbitkannya.',
    }),
  portalSuspended: () =>
    new Refusal('OWN_PORTAL_SUSPENDED', {
      en: 'Your portal is suspended: it changes no vacancies meanwhile.',
      id: 'Portal Anda sedang ditangguhkan: sementara itu lowongan tidak dapat diubah.',
    }),
  vacanciesOutOfRange: (most: number) =>
    new Refusal(
      'VACANCIES_OUT_OF_RANGE',
      {
        en: `A call takes 1 to ${most.toLocaleString('en-GB')} vacancies.`,
        id: `Satu permintaan memuat 1 sampai ${most.toLocaleString('id-ID')} lowongan.`,
      },
      ['input', 'items'],
    ),
  writtenInFuture: (path: readonly string[]) =>
    new Refusal(
      'WRITTEN_IN_FUTURE',
      {
        en: 'It was written later than now: set the clock of the machine that writes it.',
        id: 'Ditulis setelah saat ini: perbaiki jam komputer yang menulisnya.',
      },
      path,
    ),
  fileIncomplete: ({ expected, named }: { expected: number; named: number }) =>
    new Refusal(
      'FILE_INCOMPLETE',
      {
        en: `Of the file of this moment ${named} vacancies have arrived, not the ${expected} that you expect. Nothing was closed.`,
        id: `Dari berkas dengan waktu ini baru ${named} lowongan yang diterima, bukan ${expected} seperti yang Anda harapkan. Tidak ada yang ditutup.`,
      },
      ['expected'],
    ),
  tooManyMissing: ({ missing, live }: { missing: number; live: number }) =>
    new Refusal(
      'TOO_MANY_MISSING',
      {
        en: `${missing} of ${live} vacancies would be closed, more than a tenth. Nothing was done; confirm it if it is meant.`,
        id: `${missing} dari ${live} lowongan akan ditutup, lebih dari sepersepuluh. Tidak ada yang dilakukan; konfirmasikan bila memang dimaksud.`,
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
