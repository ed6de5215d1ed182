import type { Text } from '../../kit/language.ts';
import { ImportMode } from './imported-list.ts';
import type { ListFile } from './list-file.ts';

const texts = {
  SHA256_DIFFERS: [
    'The file is not the one that was announced: its SHA-256 is another.',
    'Berkas bukan yang diumumkan: SHA-256-nya berbeda.',
  ],
  FILE_IS_ARCHIVE: [
    'The file is a ZIP, XLSX, PDF or another archive: save the column of the NIK as text (CSV, UTF-8).',
    'Berkas berupa ZIP, XLSX, PDF atau arsip lain: simpan kolom NIK sebagai teks (CSV, UTF-8).',
  ],
  FILE_IS_PAGE: [
    'The file is a page or an answer of a web server, not the list: download the list again.',
    'Berkas berupa halaman atau jawaban server web, bukan daftar: unduh ulang daftarnya.',
  ],
  FILE_IS_UTF16: ['The file is UTF-16: save it as UTF-8.', 'Berkas berformat UTF-16: simpan sebagai UTF-8.'],
  FILE_EMPTY: [
    'No line of the file has a NIK, and nobody was taken off the list. A list of nobody is the header `nik` alone, in mode FULL.',
    'Tidak ada baris berisi NIK, dan tidak ada yang dikeluarkan. Daftar kosong berisi kepala kolom `nik` saja, mode FULL.',
  ],
  FILE_CUT: [
    'The last line breaks off: the file was not sent or copied to its end.',
    'Baris terakhir terputus: berkas tidak terkirim atau tersalin seluruhnya.',
  ],
  TOO_MANY_BAD_LINES: [
    'More than one line in a hundred is no NIK: see `faults`, and ask the source for the list again.',
    'Lebih dari satu dari seratus baris bukan NIK: lihat `faults`, dan minta ulang daftarnya.',
  ],
  DIGITS_ZEROED: [
    'Far too many numbers end in 0: a spreadsheet has changed the last digit. Let the source save the column as text.',
    'Terlalu banyak nomor berakhir 0: lembar kerja mengubah angka terakhir. Minta sumber menyimpan kolom sebagai teks.',
  ],
  LIST_CHANGED: [
    'The list has changed since the proposal: the file would take off others than were approved. Import it again.',
    'Daftar berubah sejak usulan: berkas akan mengeluarkan orang lain dari yang disetujui. Impor lagi.',
  ],
  DECLINED: ['An officer declined the proposal.', 'Petugas menolak usulan ini.'],
} as const satisfies Record<string, readonly [en: string, id: string]>;

export type FileFault = keyof typeof texts;

/** Words for the code of a refused version. */
export const fileFaultText = (code: string): Text => {
  const [en, id] = texts[code as FileFault];
  return { en, id };
};

/** A file of which more lines are wrong is not the list that it should be. */
const MOST_BAD = 0.01;

/**
 * Decides whether so many numbers that end in 0 are no chance: a spreadsheet keeps 15 digits of 16. One honest number
 * in ten does; less than one list in ten thousand has as many as four standard deviations and two beyond that.
 */
const isZeroed = (zeros: number, niks: number) => zeros > niks / 10 + 4 * Math.sqrt(niks * 0.09) + 2;

/** The reason for which a file is refused, the one that explains most first; null for a list. */
export const fileFaultOf = (
  { sha256, bad, lines, zeros, kind, isCut, hasHeader }: ListFile,
  announced: { sha256: Buffer; mode: ImportMode },
): FileFault | null => {
  if (!sha256.equals(announced.sha256)) return 'SHA256_DIFFERS';
  if (kind !== null) return kind;
  // A list of nobody has its header, and takes everyone off: two officers decide.
  if (lines === 0) return hasHeader && announced.mode === ImportMode.FULL ? null : 'FILE_EMPTY';
  // Where the other lines are right, the last one tells of the file.
  if (isCut && bad - 1 <= lines * MOST_BAD) return 'FILE_CUT';
  if (bad > lines * MOST_BAD) return 'TOO_MANY_BAD_LINES';
  return isZeroed(zeros, lines - bad) ? 'DIGITS_ZEROED' : null;
};
