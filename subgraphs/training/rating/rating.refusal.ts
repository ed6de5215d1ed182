import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about ratings and reviews, by its stable code. */
export const refusals = {
  stars: () =>
    new Refusal('STARS_OUT_OF_RANGE', { en: 'A rating is 1 to 5 stars.', id: 'Penilaian adalah 1 sampai 5 bintang.' }, [
      'input',
      'stars',
    ]),
  review: () =>
    new Refusal(
      'REVIEW_MALFORMED',
      { en: 'A review has 10 to 1,000 characters.', id: 'Ulasan terdiri dari 10 sampai 1.000 karakter.' },
      ['input', 'review'],
    ),
  markup: () =>
    new Refusal(
      'REVIEW_HAS_MARKUP',
      {
        en: 'A review is plain text, without tags, entities or scripts.',
        id: 'Ulasan adalah teks biasa, tanpa tag, entitas, atau skrip.',
      },
      ['input', 'review'],
    ),
  contact: () =>
    new Refusal(
      'REVIEW_NAMES_CONTACT',
      {
        en: 'A review is public: leave out phone numbers, NIK, account numbers and e-mail addresses.',
        id: 'Ulasan bersifat publik: jangan menulis nomor telepon, NIK, nomor rekening, atau alamat e-mail.',
      },
      ['input', 'review'],
    ),
  enrollmentUnknown: () =>
    new Refusal(
      'ENROLLMENT_UNKNOWN',
      { en: 'You have no enrolment with this id.', id: 'Anda tidak memiliki pendaftaran dengan id ini.' },
      ['input', 'enrollmentId'],
    ),
  notFinished: () =>
    new Refusal(
      'COURSE_NOT_FINISHED',
      {
        en: 'Only who has finished a course rates it.',
        id: 'Hanya yang sudah menyelesaikan pelatihan dapat menilainya.',
      },
      ['input', 'enrollmentId'],
    ),
  closed: () =>
    new Refusal(
      'RATING_CLOSED',
      { en: 'The time to rate this course has passed.', id: 'Waktu untuk menilai pelatihan ini sudah lewat.' },
      ['input', 'enrollmentId'],
    ),
  fixed: () =>
    new Refusal(
      'RATING_FIXED',
      {
        en: 'The time to change this rating has passed; it stays as it is.',
        id: 'Waktu untuk mengubah penilaian ini sudah lewat; penilaian tetap.',
      },
      ['input', 'enrollmentId'],
    ),
  reviewUnknown: () =>
    new Refusal('REVIEW_UNKNOWN', { en: 'There is no review with this id.', id: 'Tidak ada ulasan dengan id ini.' }, [
      'id',
    ]),
  note: () =>
    new Refusal(
      'NOTE_MALFORMED',
      { en: 'A note has 3 to 500 characters.', id: 'Catatan terdiri dari 3 sampai 500 karakter.' },
      ['note'],
    ),
  reportLimit: (most: number) =>
    new Refusal('TOO_MANY_REPORTS', {
      en: `${most} reviews can be reported in a day.`,
      id: `Dalam satu hari dapat dilaporkan ${most} ulasan.`,
    }),
  reason: () =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      ['reason'],
    ),
};
