import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

const inCredential = (...path: readonly string[]) => ['credential', ...path];

/** Every "no" about certificates, by its stable code. */
export const refusals = {
  forbidden: () => notAllowed({ scopes: ['certificate:issue'] }),
  mayNotRevoke: () => notAllowed({ scopes: ['certificate:issue', 'course:monitor'] }),
  enrollmentUnknown: () =>
    new Refusal(
      'ENROLLMENT_UNKNOWN',
      {
        en: 'There is no enrolment with this id in a course of your institution.',
        id: 'Tidak ada pendaftaran dengan id ini pada pelatihan lembaga Anda.',
      },
      ['enrollment'],
    ),
  notCompleted: () =>
    new Refusal(
      'ENROLLMENT_NOT_COMPLETED',
      {
        en: 'A certificate is issued for a course that was completed, once its result is recorded.',
        id: 'Sertifikat diterbitkan untuk pelatihan yang sudah selesai, setelah hasilnya dicatat.',
      },
      ['enrollment'],
    ),
  alreadyIssued: () =>
    new Refusal(
      'CERTIFICATE_ALREADY_ISSUED',
      {
        en: 'The certificate of this enrolment was issued before; there is one for each.',
        id: 'Sertifikat untuk pendaftaran ini sudah diterbitkan; hanya ada satu untuk setiap pendaftaran.',
      },
      ['enrollment'],
    ),
  notDrafted: () =>
    new Refusal(
      'CERTIFICATE_NOT_DRAFTED',
      {
        en: 'There is no draft of this certificate: call `draftCertificate`, and sign what it answers.',
        id: 'Belum ada rancangan sertifikat ini: panggil `draftCertificate`, lalu tanda tangani jawabannya.',
      },
      ['enrollment'],
    ),
  malformed: (reason: string) =>
    new Refusal(
      'CREDENTIAL_MALFORMED',
      {
        en: `The credential is no VC-JWT: ${reason}.`,
        id: `Kredensial bukan VC-JWT: ${reason}.`,
      },
      inCredential(),
    ),
  keyUnknown: () =>
    new Refusal(
      'CREDENTIAL_KEY_UNKNOWN',
      {
        en: 'The header `kid` names no key of this institution. It is the DID of the institution, `#`, and the id of a registered key.',
        id: 'Header `kid` tidak menunjuk kunci lembaga ini. Isinya DID lembaga, `#`, dan id kunci yang terdaftar.',
      },
      inCredential('kid'),
    ),
  keyNotValid: () =>
    new Refusal(
      'CREDENTIAL_KEY_NOT_VALID',
      {
        en: 'The key is not valid at this moment: it begins later, has ended, or was compromised. Sign with another one.',
        id: 'Kunci tidak berlaku saat ini: belum mulai, sudah berakhir, atau bocor. Tanda tangani dengan kunci lain.',
      },
      inCredential('kid'),
    ),
  signature: () =>
    new Refusal(
      'CREDENTIAL_SIGNATURE_WRONG',
      {
        en: 'The signature is not that of the key which the header names.',
        id: 'Tanda tangan tidak cocok dengan kunci yang disebut dalam header.',
      },
      inCredential(),
    ),
  issuer: (path: readonly string[]) =>
    new Refusal(
      'CREDENTIAL_ISSUER_WRONG',
      {
        en: 'The issuer is not the one of the draft: the DID and the name of the institution of the course.',
        id: 'Penerbit berbeda dari rancangan: DID dan nama lembaga pelatihan.',
      },
      inCredential(...path),
    ),
  subject: (path: readonly string[]) =>
    new Refusal(
      'CREDENTIAL_SUBJECT_WRONG',
      {
        en: 'The subject is not the hash of the draft.',
        id: 'Subjek bukan hash dari rancangan.',
      },
      inCredential(...path),
    ),
  achievement: (path: readonly string[]) =>
    new Refusal(
      'CREDENTIAL_ACHIEVEMENT_WRONG',
      {
        en: 'The achievement is not that of the draft: this course in this version.',
        id: 'Capaian berbeda dari rancangan: pelatihan ini dalam versi ini.',
      },
      inCredential(...path),
    ),
  results: (path: readonly string[]) =>
    new Refusal(
      'CREDENTIAL_RESULTS_WRONG',
      {
        en: 'Skills, levels or score are not those of the draft.',
        id: 'Keterampilan, tingkat, atau nilai berbeda dari rancangan.',
      },
      inCredential(...path),
    ),
  dates: (path: readonly string[]) =>
    new Refusal(
      'CREDENTIAL_DATES_WRONG',
      {
        en: '`validFrom` and `nbf` are those of the draft, `iat` is when it was signed, at most a day ago, and `validUntil` with `exp`, where there is an end, lies within ten years.',
        id: '`validFrom` dan `nbf` sama dengan rancangan, `iat` adalah waktu penandatanganan, paling lama sehari lalu, dan `validUntil` dengan `exp`, bila ada, dalam sepuluh tahun.',
      },
      inCredential(...path),
    ),
  status: (path: readonly string[]) =>
    new Refusal(
      'CREDENTIAL_STATUS_WRONG',
      {
        en: 'The status entry is not that of the draft.',
        id: 'Entri status berbeda dari rancangan.',
      },
      inCredential(...path),
    ),
  content: (path: readonly string[]) =>
    new Refusal(
      'CREDENTIAL_CONTENT_WRONG',
      {
        en: 'The credential differs from the draft, where `path` says: sign the draft as it is.',
        id: 'Kredensial berbeda dari rancangan pada bagian yang disebut `path`: tanda tangani rancangan apa adanya.',
      },
      inCredential(...path),
    ),
  reason: () =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      ['reason'],
    ),
  unknown: () =>
    new Refusal(
      'CERTIFICATE_UNKNOWN',
      {
        en: 'There is no certificate with this id that you may revoke.',
        id: 'Tidak ada sertifikat dengan id ini yang dapat Anda cabut.',
      },
      ['id'],
    ),
};
