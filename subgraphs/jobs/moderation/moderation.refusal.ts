import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" of reports and decisions, by its stable code. */
export const refusals = {
  mayNotReport: () => notAllowed({ scopes: ['self'] }),
  mayNotDecide: () => notAllowed({ scopes: ['vacancy:moderate'] }),
  vacancyNotShown: () =>
    new Refusal(
      'VACANCY_NOT_SHOWN',
      { en: 'There is no open vacancy with this id.', id: 'Tidak ada lowongan terbuka dengan id ini.' },
      ['vacancy'],
    ),
  reportText: () =>
    new Refusal(
      'REPORT_TEXT_MALFORMED',
      {
        en: 'A report has 10 to 1,000 characters of text, or none.',
        id: 'Laporan memuat 10 sampai 1.000 karakter teks, atau kosong.',
      },
      ['text'],
    ),
  reported: () =>
    new Refusal(
      'VACANCY_ALREADY_REPORTED',
      { en: 'You have reported this vacancy.', id: 'Anda sudah melaporkan lowongan ini.' },
      ['vacancy'],
    ),
  tooManyReports: (most: number) =>
    new Refusal('TOO_MANY_VACANCY_REPORTS', {
      en: `You can report ${most} vacancies in a day.`,
      id: `Anda dapat melaporkan ${most} lowongan dalam sehari.`,
    }),
  notWaiting: () =>
    new Refusal(
      'VACANCY_NOT_HELD',
      {
        en: 'No held vacancy with this id waits for a decision.',
        id: 'Tidak ada lowongan tertahan dengan id ini yang menunggu keputusan.',
      },
      ['vacancy'],
    ),
  otherVersion: (version: number) =>
    new Refusal(
      'VACANCY_VERSION_CHANGED',
      {
        en: `Its content is version ${version} by now: read it, and decide about that.`,
        id: `Isinya kini versi ${version}: baca dahulu, lalu putuskan versi itu.`,
      },
      ['version'],
    ),
  reason: () =>
    new Refusal(
      'DECISION_REASON_MALFORMED',
      {
        en: 'A rejection has a reason of 3 to 1,000 characters; an approval may have one.',
        id: 'Penolakan memerlukan alasan 3 sampai 1.000 karakter; persetujuan boleh tanpa alasan.',
      },
      ['reason'],
    ),
};
