import { generateKeyPairSync } from 'node:crypto';
import { type BadCall, type BadCallRows, callsOf, NOBODY } from './bad-call.ts';
import { curationCalls, profileCalls } from './bad-curation.ts';
import { clientOf, pijar } from './catalogue.ts';
import type { Learner } from './learning.ts';
import { callerOf } from './subgraph.ts';
import { idOf, organizations } from './training.ts';

const DAY_MS = 86_400_000;

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicJwk = () => JSON.stringify(keyPair().publicKey.export({ format: 'jwk' }));
const privateJwk = () => JSON.stringify(keyPair().privateKey.export({ format: 'jwk' }));

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const jwt = (header: object) => `${encoded(header)}.${encoded({})}.AAAA`;

const provider = clientOf(organizations.satu, 'course:publish attendance:record certificate:issue');
const moderator = callerOf('moderator', 'review:moderate');
const stranger = callerOf(NOBODY, 'self');

const classCalls = (now: Date, { past }: BadCallRows): BadCall[] => {
  const at = (days: number, hour = 0) => new Date(now.getTime() + days * DAY_MS + hour * 3_600_000).toISOString();
  const session = (days: number, hours = 3) => ({ startsAt: at(days), endsAt: at(days, hours) });
  const input = (change: object) => ({
    idempotencyKey: crypto.randomUUID(),
    input: { course: idOf(11), seats: 30, instructor: 'Sri Wahyuni', sessions: [session(7)], ...change },
  });
  return [
    ...callsOf('publishSchedule', pijar, [
      ['a class of no course', input({ course: NOBODY }), 'COURSE_UNKNOWN input.course'],
      ['a class of another platform', input({ course: idOf(12) }), 'COURSE_UNKNOWN input.course'],
      ['a class of no seats', input({ seats: 0 }), 'SEATS_OUT_OF_RANGE input.seats'],
      ['a class of a million seats', input({ seats: 1_000_000 }), 'SEATS_OUT_OF_RANGE input.seats'],
      ['an instructor of one letter', input({ instructor: 'x' }), 'INSTRUCTOR_MALFORMED input.instructor'],
      ['an online class at an address', input({ address: 'Jalan Merdeka 1' }), 'PLACE_FOREIGN input.address'],
      ['a class without sessions', input({ sessions: [] }), 'SESSIONS_OUT_OF_RANGE input.sessions'],
      ['a class in the past', input({ sessions: [session(-1)] }), 'SESSION_IN_PAST input.sessions.0'],
      ['a class in three years', input({ sessions: [session(1_100)] }), 'SESSION_TOO_FAR input.sessions.0'],
      ['a class that ends first', input({ sessions: [session(7, -3)] }), 'SESSION_TIMES_INVALID input.sessions.0'],
      [
        'sessions of which the later comes first',
        input({ sessions: [session(8), session(7)] }),
        'SESSION_ORDER_INVALID input.sessions.1',
      ],
      ['a key of two letters', { ...input({}), idempotencyKey: 'ab' }, 'IDEMPOTENCY_KEY_MALFORMED idempotencyKey'],
    ]),
    ...callsOf('publishSchedule', stranger, [['a class by anybody', input({}), 'FORBIDDEN ']]),
    ...callsOf('rescheduleClass', pijar, [
      ['other sessions of no class', { input: { id: NOBODY, sessions: [session(7)] } }, 'SCHEDULE_UNKNOWN input.id'],
      [
        'other sessions of a class that is over',
        { input: { id: past, sessions: [session(7)] } },
        'SCHEDULE_BEGUN input.id',
      ],
    ]),
    ...callsOf('cancelClass', pijar, [
      ['the end of no class', { id: NOBODY, reason: 'Pengajar sakit.' }, 'SCHEDULE_UNKNOWN id'],
      ['the end of a class without a reason', { id: past, reason: ' ' }, 'REASON_MALFORMED reason'],
    ]),
  ];
};

const buyingCalls = ({ buyer, redeemed, past }: BadCallRows): BadCall[] => {
  const seat = (change: object) => ({ course: idOf(11), idempotencyKey: crypto.randomUUID(), ...change });
  return [
    ...callsOf('reserveSeat', stranger, [['a seat for who is no recipient', seat({}), 'NOT_RECIPIENT ']]),
    ...callsOf('reserveSeat', callerOf(buyer, 'self'), [
      ['a seat in no course', seat({ course: NOBODY }), 'COURSE_UNKNOWN course'],
      ['a seat in a course that is no id', seat({ course: "1' or true" }), 'COURSE_UNKNOWN course'],
      ['a seat in no class', seat({ schedule: NOBODY }), 'SCHEDULE_UNKNOWN schedule'],
      ['a seat in a class that is over', seat({ schedule: past }), 'SCHEDULE_CLOSED schedule'],
      [
        'a seat under a key with a space',
        seat({ idempotencyKey: 'a key of mine' }),
        'IDEMPOTENCY_KEY_MALFORMED idempotencyKey',
      ],
    ]),
    ...callsOf('cancelReservation', callerOf(buyer, 'self'), [
      ["another's reservation", { enrollment: redeemed.id }, 'ENROLLMENT_UNKNOWN enrollment'],
    ]),
    ...callsOf('cancelReservation', callerOf(redeemed.participant, 'self'), [
      ['a reservation that was used', { enrollment: redeemed.id }, 'ENROLLMENT_TRANSITION_ILLEGAL '],
    ]),
    ...callsOf('issueVoucher', callerOf(redeemed.participant, 'self'), [
      ['a voucher that was used', { enrollment: redeemed.id }, 'ENROLLMENT_NOT_PAID enrollment'],
      ['a voucher of nothing', { enrollment: NOBODY }, 'ENROLLMENT_UNKNOWN enrollment'],
    ]),
    ...callsOf('redeem', provider, [['a voucher that nobody has', { code: 'AAAA-BBBB-CCCC' }, 'VOUCHER_UNKNOWN code']]),
    ...callsOf('rateCourse', callerOf(redeemed.participant, 'self'), [
      ['six stars', rating(redeemed.id, { stars: 6 }), 'STARS_OUT_OF_RANGE input.stars'],
      ['a review of one letter', rating(redeemed.id, { review: 'x' }), 'REVIEW_MALFORMED input.review'],
      [
        'a review with a script',
        rating(redeemed.id, { review: 'Bagus <script>alert(1)</script> sekali' }),
        'REVIEW_HAS_MARKUP input.review',
      ],
      [
        'a review with a number',
        rating(redeemed.id, { review: 'Hubungi saya di 0812-3456-7890 segera.' }),
        'REVIEW_NAMES_CONTACT input.review',
      ],
      ['a rating of nothing', rating(NOBODY, {}), 'ENROLLMENT_UNKNOWN input.enrollmentId'],
      ['a rating too early', rating(redeemed.id, {}), 'COURSE_NOT_FINISHED input.enrollmentId'],
    ]),
    ...callsOf('reportCourse', callerOf(redeemed.participant, 'self'), [
      [
        'a complaint of two words',
        { course: idOf(11), category: 'POOR_QUALITY', text: 'Kurang' },
        'REPORT_MALFORMED text',
      ],
    ]),
    ...callsOf('reportReview', stranger, [
      ['a report of no review', { id: NOBODY, reason: 'ADVERTISING' }, 'REVIEW_UNKNOWN id'],
    ]),
    ...callsOf('moderateReview', moderator, [
      ['a decision on no review', { id: NOBODY, status: 'HIDDEN', reason: 'Berisi hinaan.' }, 'REVIEW_UNKNOWN id'],
    ]),
  ];
};

const rating = (enrollmentId: string, change: object) => ({
  idempotencyKey: crypto.randomUUID(),
  input: { enrollmentId, stars: 4, review: 'Pengajar sabar dan bahan lengkap.', ...change },
});

const learningCalls = (now: Date, { redeemed }: BadCallRows): BadCall[] => {
  const result = (change: object) => ({
    input: { enrollmentId: redeemed.id, attempt: 1, score: 80, takenAt: now.toISOString(), ...change },
  });
  const device = (change: object) => ({
    idempotencyKey: crypto.randomUUID(),
    input: { name: 'Tablet 1', jwk: publicJwk(), ...change },
  });
  const tomorrow = new Date(now.getTime() + DAY_MS).toISOString();
  const yesterday = new Date(now.getTime() - DAY_MS).toISOString();
  return [
    ...callsOf('recordAttendance', provider, [
      ['attendance of nobody', { records: [] }, 'RECORDS_OUT_OF_RANGE records'],
    ]),
    ...callsOf('syncOfflineAttendance', provider, [
      [
        'records of no device',
        { input: { deviceId: NOBODY, signature: 'x', records: [offline(redeemed, now)] } },
        'DEVICE_UNKNOWN input.deviceId',
      ],
      [
        'no records of a device',
        { input: { deviceId: NOBODY, signature: 'x', records: [] } },
        'RECORDS_OUT_OF_RANGE input.records',
      ],
    ]),
    ...callsOf('submitAssessmentResult', provider, [
      ['a score of 101', result({ score: 101 }), 'SCORE_OUT_OF_RANGE input.score'],
      ['an attempt 99', result({ attempt: 99 }), 'ATTEMPT_OUT_OF_RANGE input.attempt'],
      ['a result of tomorrow', result({ takenAt: tomorrow }), 'TAKEN_AT_OUT_OF_RANGE input.takenAt'],
      ['a result of nobody', result({ enrollmentId: NOBODY }), 'ENROLLMENT_UNKNOWN input.enrollmentId'],
    ]),
    ...callsOf('registerDevice', provider, [
      ['a device without a name', device({ name: ' ' }), 'NAME_MALFORMED input.name'],
      ['a device with a text for a key', device({ jwk: 'kunci' }), 'KEY_MALFORMED input.jwk'],
      ['a device with its private key', device({ jwk: privateJwk() }), 'PRIVATE_KEY_SENT input.jwk'],
      [
        'a device that was valid until yesterday',
        device({ validUntil: yesterday }),
        'VALIDITY_OUT_OF_RANGE input.validUntil',
      ],
    ]),
    ...callsOf('revokeDevice', provider, [['the end of no device', { id: NOBODY }, 'DEVICE_UNKNOWN id']]),
  ];
};

const certificateCalls = (now: Date, { redeemed, completed }: BadCallRows): BadCall[] => {
  const issue = (change: object) => ({
    enrollment: completed.id,
    credential: jwt({ alg: 'ES256', typ: 'vc+jwt', kid: 'tidak-ada' }),
    idempotencyKey: crypto.randomUUID(),
    ...change,
  });
  const yesterday = new Date(now.getTime() - DAY_MS).toISOString();
  return [
    ...callsOf('draftCertificate', provider, [
      ['a draft of nobody', { enrollment: NOBODY }, 'ENROLLMENT_UNKNOWN enrollment'],
      ['a draft too early', { enrollment: redeemed.id }, 'ENROLLMENT_NOT_COMPLETED enrollment'],
    ]),
    ...callsOf('issueCertificate', provider, [
      ['a certificate that is none', issue({ credential: 'x.y.z' }), 'CREDENTIAL_MALFORMED credential'],
      [
        'a certificate of 70,000 characters',
        issue({ credential: 'x'.repeat(70_000) }),
        'CREDENTIAL_MALFORMED credential',
      ],
      ['a certificate of nobody', issue({ enrollment: NOBODY }), 'ENROLLMENT_UNKNOWN enrollment'],
      ['a certificate too early', issue({ enrollment: redeemed.id }), 'ENROLLMENT_NOT_COMPLETED enrollment'],
      ['a certificate without a result', issue({}), 'ENROLLMENT_NOT_COMPLETED enrollment'],
      ['a certificate under no key', issue({ idempotencyKey: '' }), 'IDEMPOTENCY_KEY_MALFORMED idempotencyKey'],
    ]),
    ...callsOf('revokeCertificate', provider, [
      ['the end of no certificate', { id: NOBODY, reason: 'Salah nama.' }, 'CERTIFICATE_UNKNOWN id'],
      ['the end of a certificate without a reason', { id: NOBODY, reason: '' }, 'REASON_MALFORMED reason'],
    ]),
    ...callsOf('registerCertificateKey', provider, [
      ['a private key', { institution: idOf(1), jwk: privateJwk() }, 'PRIVATE_KEY_SENT jwk'],
      ['a key that is none', { institution: idOf(1), jwk: '{}' }, 'KEY_MALFORMED jwk'],
      ["another's institution", { institution: idOf(2), jwk: publicJwk() }, 'INSTITUTION_UNKNOWN institution'],
      [
        'a key of the past',
        { institution: idOf(1), jwk: publicJwk(), validUntil: yesterday },
        'KEY_DATES_OUT_OF_RANGE validUntil',
      ],
    ]),
    ...callsOf('endCertificateKey', provider, [
      ['the end of no key', { kid: 'tidak-ada' }, 'CERTIFICATE_KEY_UNKNOWN kid'],
    ]),
  ];
};

const offline = ({ id }: Learner, now: Date) => ({
  enrollmentId: id,
  session: 1,
  code: '000000',
  scheduleId: NOBODY,
  at: now.toISOString(),
});

/** Calls that training refuses, of every mutation but `submitCourse`. */
export const badCalls = (now: Date, rows: BadCallRows): BadCall[] => [
  ...classCalls(now, rows),
  ...buyingCalls(rows),
  ...learningCalls(now, rows),
  ...certificateCalls(now, rows),
  ...curationCalls(rows),
  ...profileCalls(),
  ...callsOf('importCourses', pijar, [
    [
      'no courses',
      { courses: [], asOf: now.toISOString(), idempotencyKey: crypto.randomUUID() },
      'COURSES_OUT_OF_RANGE courses',
    ],
    [
      'a file of 2999',
      { courses: [], asOf: '2999-01-01T00:00:00Z', idempotencyKey: crypto.randomUUID() },
      'COURSES_OUT_OF_RANGE courses',
    ],
  ]),
  ...callsOf('withdrawMissingCourses', pijar, [
    [
      'a full file of 2999',
      { asOf: '2999-01-01T00:00:00Z', expected: 1, idempotencyKey: crypto.randomUUID() },
      'AS_OF_IN_FUTURE asOf',
    ],
    [
      'a full file that has not arrived',
      { asOf: now.toISOString(), expected: 9, idempotencyKey: crypto.randomUUID() },
      'IMPORT_INCOMPLETE expected',
    ],
  ]),
];
