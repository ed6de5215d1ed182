import { Refusal } from '../refusal.ts';

type Path = readonly string[];

/** Faults of what any organisation sends: texts, references, skills, addresses; a path leads to it, with indexes as text. */
export const sentFaults = {
  referenceMalformed: (path: Path) =>
    new Refusal(
      'REFERENCE_MALFORMED',
      {
        en: 'A reference has 1 to 64 letters, digits, spaces or . _ : / # + @ -, and is yours alone.',
        id: 'Referensi terdiri dari 1 sampai 64 huruf, angka, spasi, atau . _ : / # + @ -, dan milik Anda sendiri.',
      },
      path,
    ),
  referenceSpoiled: (path: Path) =>
    new Refusal(
      'REFERENCE_CHANGED_BY_SPREADSHEET',
      {
        en: 'A spreadsheet has rewritten this reference, as in 1.23E+15.',
        id: 'Referensi ini telah diubah oleh aplikasi spreadsheet, misalnya menjadi 1,23E+15.',
      },
      path,
    ),
  referenceRepeated: (path: Path, first: number) =>
    new Refusal(
      'REFERENCE_REPEATED',
      {
        en: `Item ${first} of this call has the same reference; that one counts.`,
        id: `Butir ${first} dalam permintaan ini memiliki referensi yang sama; butir itu yang dipakai.`,
      },
      path,
    ),
  textEmpty: (path: Path) => new Refusal('TEXT_EMPTY', { en: 'This text is empty.', id: 'Teks ini kosong.' }, path),
  textTooShort: (path: Path, least: number) =>
    new Refusal(
      'TEXT_TOO_SHORT',
      { en: `This text has at least ${least} characters.`, id: `Teks ini paling sedikit ${least} karakter.` },
      path,
    ),
  textTooLong: (path: Path, most: number) =>
    new Refusal(
      'TEXT_TOO_LONG',
      {
        en: `This text has at most ${most.toLocaleString('en-GB')} characters.`,
        id: `Teks ini paling banyak ${most.toLocaleString('id-ID')} karakter.`,
      },
      path,
    ),
  textMalformed: (path: Path) =>
    new Refusal(
      'TEXT_MALFORMED',
      { en: 'This text holds control characters.', id: 'Teks ini memuat karakter kontrol.' },
      path,
    ),
  textHasMarkup: (path: Path) =>
    new Refusal(
      'TEXT_HAS_MARKUP',
      {
        en: 'Send plain text: this one holds HTML tags, entities or a script.',
        id: 'Kirim teks biasa: teks ini memuat tag HTML, entitas, atau skrip.',
      },
      path,
    ),
  textIsCellError: (path: Path) =>
    new Refusal(
      'TEXT_IS_CELL_ERROR',
      {
        en: 'A spreadsheet has put its error here, such as #REF! or ####.',
        id: 'Aplikasi spreadsheet menulis galatnya di sini, misalnya #REF! atau ####.',
      },
      path,
    ),
  textIsFormula: (path: Path) =>
    new Refusal(
      'TEXT_IS_FORMULA',
      {
        en: 'This is a formula, not its value: it would run in the spreadsheet of whoever exports it.',
        id: 'Ini rumus, bukan nilainya: rumus akan dijalankan spreadsheet siapa pun yang mengekspornya.',
      },
      path,
    ),
  textWronglyDecoded: (path: Path) =>
    new Refusal(
      'TEXT_WRONGLY_DECODED',
      {
        en: 'This text was read in the wrong encoding, as in “Ã©” for “é”. Save the file as UTF-8.',
        id: 'Teks ini dibaca dengan pengodean yang salah, misalnya “Ã©” untuk “é”. Simpan berkas sebagai UTF-8.',
      },
      path,
    ),
  textIsPlaceholder: (path: Path) =>
    new Refusal(
      'TEXT_IS_PLACEHOLDER',
      {
        en: 'This stands for a text that is still to be written, such as “untitled” or “lorem ipsum”.',
        id: 'Ini pengganti untuk teks yang belum ditulis, misalnya “untitled” atau “lorem ipsum”.',
      },
      path,
    ),
  textWithoutLetters: (path: Path) =>
    new Refusal('TEXT_WITHOUT_LETTERS', { en: 'This text has no letters.', id: 'Teks ini tidak memuat huruf.' }, path),
  skillRepeated: (path: Path) =>
    new Refusal('SKILL_REPEATED', { en: 'This skill is named twice.', id: 'Keterampilan ini disebut dua kali.' }, path),
  skillUnknown: (path: Path) =>
    new Refusal(
      'SKILL_UNKNOWN',
      {
        en: 'There is no skill with this code; `skills` lists them.',
        id: 'Tidak ada keterampilan dengan kode ini; `skills` mendaftarnya.',
      },
      path,
    ),
  urlMalformed: (path: Path) =>
    new Refusal(
      'URL_MALFORMED',
      {
        en: 'An address is https, of a public host, without user name or port, and at most 500 characters long.',
        id: 'Alamat memakai https, host publik, tanpa nama pengguna atau port, dan paling banyak 500 karakter.',
      },
      path,
    ),
};
