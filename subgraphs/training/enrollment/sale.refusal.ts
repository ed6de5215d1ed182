import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

export const refusals = {
  notOneself: () => notAllowed({ scopes: ['self'] }),
  notInstitution: () => notAllowed({ scopes: ['attendance:record'] }),
  notRecipient: () =>
    new Refusal(
      'NOT_RECIPIENT',
      {
        en: 'Only who holds an award of the programme can reserve a seat.',
        id: 'Hanya penerima program yang dapat memesan kursi.',
      },
      [],
    ),
  courseUnknown: () =>
    new Refusal(
      'COURSE_UNKNOWN',
      { en: 'No course with this id is on offer.', id: 'Tidak ada pelatihan dengan id ini yang sedang ditawarkan.' },
      ['course'],
    ),
  scheduleMissing: () =>
    new Refusal(
      'SCHEDULE_MISSING',
      {
        en: 'This course is taught in classes: choose one.',
        id: 'Pelatihan ini diajarkan dalam kelas: pilih salah satu kelas.',
      },
      ['schedule'],
    ),
  scheduleUnknown: () =>
    new Refusal(
      'SCHEDULE_UNKNOWN',
      { en: 'The course has no class with this id.', id: 'Pelatihan ini tidak memiliki kelas dengan id ini.' },
      ['schedule'],
    ),
  scheduleClosed: () =>
    new Refusal(
      'SCHEDULE_CLOSED',
      {
        en: 'The class has begun, is over, or was cancelled.',
        id: 'Kelas sudah dimulai, sudah selesai, atau dibatalkan.',
      },
      ['schedule'],
    ),
  courseStillOpen: () =>
    new Refusal(
      'COURSE_STILL_OPEN',
      {
        en: 'You have another course that is not finished, or a seat that is not paid: one course at a time.',
        id: 'Anda masih memiliki pelatihan yang belum selesai atau kursi yang belum dibayar: satu pelatihan pada satu waktu.',
      },
      [],
    ),
  notYetOpen: () =>
    new Refusal(
      'PURCHASE_NOT_YET_OPEN',
      {
        en: 'Your tranche of the wave has not begun: see `Registration.tranche` for its first day.',
        id: 'Termin Anda dalam gelombang ini belum dimulai: lihat tanggal mulai di `Registration.tranche`.',
      },
      [],
    ),
  deadlinePassed: () =>
    new Refusal(
      'PURCHASE_DEADLINE_PASSED',
      { en: 'Your last day for the first purchase has passed.', id: 'Batas waktu pembelian pertama Anda sudah lewat.' },
      [],
    ),
  seatsTaken: () =>
    new Refusal(
      'SEATS_TAKEN',
      {
        en: 'Every seat of this class is held or sold. A seat that is not paid comes free after some minutes.',
        id: 'Semua kursi kelas ini sudah dipesan atau terjual. Kursi yang tidak dibayar tersedia lagi setelah beberapa menit.',
      },
      ['schedule'],
    ),
  enrollmentUnknown: () =>
    new Refusal(
      'ENROLLMENT_UNKNOWN',
      { en: 'You have no enrolment with this id.', id: 'Anda tidak memiliki pendaftaran pelatihan dengan id ini.' },
      ['enrollment'],
    ),
  notPaid: () =>
    new Refusal(
      'ENROLLMENT_NOT_PAID',
      {
        en: 'There is a voucher from payment until it is used.',
        id: 'Voucher tersedia sejak pembayaran sampai digunakan.',
      },
      ['enrollment'],
    ),
  voucherUnknown: () =>
    new Refusal(
      'VOUCHER_UNKNOWN',
      {
        en: 'This code is no voucher of a course that your institution teaches.',
        id: 'Kode ini bukan voucher pelatihan yang diajarkan lembaga Anda.',
      },
      ['code'],
    ),
  voucherUsed: () =>
    new Refusal('VOUCHER_ALREADY_USED', { en: 'The voucher was used before.', id: 'Voucher sudah pernah digunakan.' }, [
      'code',
    ]),
  voucherEnded: () =>
    new Refusal(
      'VOUCHER_ENDED',
      {
        en: 'The purchase was undone or its class cancelled: the voucher is no longer good.',
        id: 'Pembelian dibatalkan atau kelasnya dibatalkan: voucher tidak berlaku lagi.',
      },
      ['code'],
    ),
  tooManyTries: () =>
    new Refusal(
      'TOO_MANY_VOUCHER_TRIES',
      {
        en: 'Too many codes of the last 24 hours were no vouchers of your courses.',
        id: 'Terlalu banyak kode dalam 24 jam terakhir yang bukan voucher pelatihan Anda.',
      },
      ['code'],
    ),
};
