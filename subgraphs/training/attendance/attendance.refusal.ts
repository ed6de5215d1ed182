import { Refusal } from '../../kit/refusal.ts';

type Wording = readonly [en: string, id: string];

/** The code and the text of a "no" about one record; its place in the call is added where it is answered. */
const about = (code: string, [en, id]: Wording, path: readonly string[]) => new Refusal(code, { en, id }, path);

/** Every "no" about one record of attendance, by its stable code. */
export const refusals = {
  enrollmentUnknown: () =>
    about(
      'ENROLLMENT_UNKNOWN',
      [
        'No enrolment with this id is in a course of your institution.',
        'Tidak ada pendaftaran dengan id ini pada pelatihan lembaga Anda.',
      ],
      ['enrollmentId'],
    ),
  notRedeemed: () =>
    about(
      'VOUCHER_NOT_REDEEMED',
      [
        'The voucher of this enrolment has not been used yet; redeem it first.',
        'Voucher pendaftaran ini belum dipakai; tukarkan terlebih dahulu.',
      ],
      ['enrollmentId'],
    ),
  ended: () =>
    about(
      'ENROLLMENT_ENDED',
      [
        'The enrolment was cancelled, failed or has expired; nothing more is recorded for it.',
        'Pendaftaran ini sudah dibatalkan, gagal, atau kedaluwarsa; tidak ada lagi yang dicatat.',
      ],
      ['enrollmentId'],
    ),
  sessionUnknown: () =>
    about(
      'SESSION_UNKNOWN',
      [
        "The enrolment's class has no session with this number.",
        'Kelas pendaftaran ini tidak memiliki sesi dengan nomor ini.',
      ],
      ['session'],
    ),
  scheduleDifferent: () =>
    about(
      'SCHEDULE_DIFFERENT',
      [
        'The person is enrolled in another class than the record names.',
        'Peserta terdaftar pada kelas lain daripada yang tertulis dalam catatan.',
      ],
      ['scheduleId'],
    ),
  classCancelled: () => about('CLASS_CANCELLED', ['The class was cancelled.', 'Kelas ini dibatalkan.'], ['session']),
  tooEarly: () =>
    about(
      'ATTENDANCE_TOO_EARLY',
      [
        'The code counts from one hour before the start of the session.',
        'Kode berlaku mulai satu jam sebelum sesi dimulai.',
      ],
      ['session'],
    ),
  tooLate: () =>
    about(
      'ATTENDANCE_TOO_LATE',
      [
        'The code counted until one hour after the start of the session.',
        'Kode berlaku sampai satu jam setelah sesi dimulai.',
      ],
      ['session'],
    ),
  codeWrong: () =>
    about(
      'SESSION_CODE_WRONG',
      ['This is not the code of this person for this session.', 'Ini bukan kode peserta tersebut untuk sesi ini.'],
      ['code'],
    ),
  codeLocked: () =>
    about(
      'SESSION_CODE_LOCKED',
      [
        'Too many wrong codes were sent for this person and session; no code counts any more.',
        'Terlalu banyak kode salah dikirim untuk peserta dan sesi ini; tidak ada lagi kode yang berlaku.',
      ],
      ['code'],
    ),
  repeated: () =>
    about(
      'RECORD_REPEATED',
      [
        'An earlier item of this call names the same enrolment and session.',
        'Data sebelumnya dalam panggilan ini menyebut pendaftaran dan sesi yang sama.',
      ],
      ['enrollmentId'],
    ),
  syncTooLate: () =>
    about(
      'SYNC_TOO_LATE',
      [
        'Records made offline are taken until 14 days after the start of their session.',
        'Catatan luring diterima paling lambat 14 hari setelah sesi dimulai.',
      ],
      ['at'],
    ),
  clockAhead: () =>
    about(
      'CLOCK_AHEAD',
      [
        "The record lies in the future: the device's clock is ahead. Send `deviceTime`, so that its times can be corrected.",
        'Waktu catatan berada di masa depan: jam perangkat terlalu cepat. Kirim `deviceTime` agar waktunya dapat dikoreksi.',
      ],
      ['at'],
    ),
  clockWrong: () =>
    about(
      'CLOCK_WRONG',
      [
        "The device's clock is wrong by more than 12 hours, so that its times tell nothing. Set the clock; the record stands by itself no more.",
        'Jam perangkat salah lebih dari 12 jam sehingga waktunya tidak dapat dipakai. Atur jam perangkat; catatan ini tidak berlaku.',
      ],
      ['at'],
    ),
  deviceNotValid: () =>
    about(
      'DEVICE_NOT_VALID',
      [
        "The device's key was not valid when the record was made, or was revoked from then on.",
        'Kunci perangkat tidak berlaku saat catatan dibuat, atau sudah dicabut sejak saat itu.',
      ],
      ['at'],
    ),
};

const countText = (most: number) => ({
  en: `A call takes 1 to ${most.toLocaleString('en')} records.`,
  id: `Satu panggilan memuat 1 sampai ${most.toLocaleString('id')} catatan.`,
});

/** The same "no" where what it is about stands in the argument `input`. */
export const inInput = ({ code, text, path }: Refusal): Refusal => new Refusal(code, text, ['input', ...path]);

/** Every "no" about a call as a whole. */
export const callRefusals = {
  count: (most: number) => new Refusal('RECORDS_OUT_OF_RANGE', countText(most), ['records']),
  signature: () =>
    new Refusal(
      'SIGNATURE_WRONG',
      {
        en: "The signature is not the device's over these records. Sign the canonical JSON (RFC 8785) of `{device, records}` as a detached JWS (RFC 7515, appendix F) with ES256.",
        id: 'Tanda tangan ini bukan milik perangkat atas catatan tersebut. Tanda tangani JSON kanonis (RFC 8785) dari `{device, records}` sebagai JWS terpisah (RFC 7515, lampiran F) dengan ES256.',
      },
      ['input', 'signature'],
    ),
  deviceUnknown: (path: readonly string[]) =>
    new Refusal(
      'DEVICE_UNKNOWN',
      {
        en: 'Your institution has no device with this id.',
        id: 'Lembaga Anda tidak memiliki perangkat dengan id ini.',
      },
      path,
    ),
};
