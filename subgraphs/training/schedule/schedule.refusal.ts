import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

const session = (index: number) => ['input', 'sessions', String(index)];

export const refusals = {
  forbidden: () => notAllowed({ scopes: ['course:publish'] }),
  courseUnknown: () =>
    new Refusal(
      'COURSE_UNKNOWN',
      {
        en: 'Your organisation has no course with this id.',
        id: 'Lembaga Anda tidak memiliki pelatihan dengan id ini.',
      },
      ['input', 'course'],
    ),
  courseNotOffered: () =>
    new Refusal(
      'COURSE_NOT_OFFERED',
      {
        en: 'The course is not on offer, so that no class of it can be sold.',
        id: 'Pelatihan ini tidak sedang ditawarkan, sehingga kelasnya tidak dapat dijual.',
      },
      ['input', 'course'],
    ),
  seats: () =>
    new Refusal(
      'SEATS_OUT_OF_RANGE',
      { en: 'A class has 1 to 10,000 seats.', id: 'Kelas memiliki 1 sampai 10.000 kursi.' },
      ['input', 'seats'],
    ),
  instructor: () =>
    new Refusal(
      'INSTRUCTOR_MALFORMED',
      { en: "An instructor's name has 2 to 100 characters.", id: 'Nama pengajar terdiri dari 2 sampai 100 karakter.' },
      ['input', 'instructor'],
    ),
  placeMissing: () =>
    new Refusal(
      'PLACE_MISSING',
      {
        en: 'A class that is not online needs `region`, as in 32.73, and `address`, of 5 to 300 characters.',
        id: 'Kelas tatap muka memerlukan `region`, misalnya 32.73, dan `address` sepanjang 5 sampai 300 karakter.',
      },
      ['input', 'address'],
    ),
  placeForeign: () =>
    new Refusal(
      'PLACE_FOREIGN',
      {
        en: 'An online class has neither `region` nor `address`.',
        id: 'Kelas daring tidak memiliki `region` maupun `address`.',
      },
      ['input', 'address'],
    ),
  province: (province: string, day: string) =>
    new Refusal(
      'PROVINCE_NOT_ALLOWED',
      {
        en: `The policy of ${day} allows no class face to face in province ${province}.`,
        id: `Kebijakan per ${day} belum mengizinkan kelas tatap muka di provinsi ${province}.`,
      },
      ['input', 'region'],
    ),
  sessionCount: () =>
    new Refusal(
      'SESSIONS_OUT_OF_RANGE',
      { en: 'A class has 1 to 10 sessions.', id: 'Kelas terdiri dari 1 sampai 10 sesi.' },
      ['input', 'sessions'],
    ),
  sessionPast: (index: number) =>
    new Refusal(
      'SESSION_IN_PAST',
      { en: 'The session begins in the past.', id: 'Sesi dimulai di masa lalu.' },
      session(index),
    ),
  sessionFar: (index: number) =>
    new Refusal(
      'SESSION_TOO_FAR',
      { en: 'The session begins more than 730 days from now.', id: 'Sesi dimulai lebih dari 730 hari dari sekarang.' },
      session(index),
    ),
  sessionTimes: (index: number) =>
    new Refusal(
      'SESSION_TIMES_INVALID',
      {
        en: 'A session ends after it begins, and lasts 8 hours at most.',
        id: 'Sesi berakhir setelah dimulai dan berlangsung paling lama 8 jam.',
      },
      session(index),
    ),
  sessionOrder: (index: number) =>
    new Refusal(
      'SESSION_ORDER_INVALID',
      {
        en: 'Sessions are named in order, and none begins before the one before it ends.',
        id: 'Sesi disebutkan berurutan, dan tidak ada yang dimulai sebelum sesi sebelumnya berakhir.',
      },
      session(index),
    ),
  dayFull: (index: number) =>
    new Refusal(
      'DAY_TOO_FULL',
      { en: 'With this session a day has more than 8 hours.', id: 'Dengan sesi ini satu hari lebih dari 8 jam.' },
      session(index),
    ),
  unknown: (path: readonly string[]) =>
    new Refusal(
      'SCHEDULE_UNKNOWN',
      { en: 'Your organisation has no class with this id.', id: 'Lembaga Anda tidak memiliki kelas dengan id ini.' },
      path,
    ),
  begun: () =>
    new Refusal(
      'SCHEDULE_BEGUN',
      {
        en: 'The class has begun: its times stay as they are.',
        id: 'Kelas sudah dimulai: jadwalnya tidak dapat diubah.',
      },
      ['input', 'id'],
    ),
  reason: () =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'The reason has 5 to 500 characters.', id: 'Alasan terdiri dari 5 sampai 500 karakter.' },
      ['reason'],
    ),
};
