import { expect, test } from 'vitest';
import { both, cellsOf, csv, INDONESIAN, NAMES, readCourseFile } from '../../tests/testkit/course-file.ts';

const two = [cellsOf(1), cellsOf(2)];
const utf16be = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
const withPrice = (price: string) => csv([cellsOf(1, { price })], { delimiter: ';' });
const priced = (price: number) => [`2 R-1 Kelas 1 ${price}`];

interface Oddity {
  content: string | Buffer;
  expected: readonly string[];
  map?: readonly string[];
}

const oddities: Record<string, Oddity> = {
  'a plain file': { content: csv(two), expected: both },
  'a byte order mark': { content: `\ufeff${csv(two)}`, expected: both },
  'UTF-16, as Excel writes Unicode text': {
    content: Buffer.from(`\ufeff${csv(two, { delimiter: '\t' })}`, 'utf16le'),
    expected: both,
  },
  'UTF-16 with the high byte first': { content: utf16be(csv(two)), expected: both },
  'UTF-16 without a mark': { content: Buffer.from(csv(two), 'utf16le'), expected: both },
  'Latin-1': {
    content: Buffer.from(csv([cellsOf(1, { title: 'Café résumé' })]), 'latin1'),
    expected: ['2 R-1 Café résumé 1000000'],
  },
  'Windows-1252 with its own quotation marks': {
    content: Buffer.concat([
      Buffer.from(
        csv([cellsOf(1, { title: 'Kelas Barista' })]).replace('Kelas Barista', 'Kelas \x93Barista\x94 \x80'),
        'latin1',
      ),
    ]),
    expected: ['2 R-1 Kelas “Barista” € 1000000'],
  },
  'one broken letter in UTF-8': {
    content: Buffer.concat([
      Buffer.from(csv([cellsOf(1, { title: 'Kelas é è ê' })])),
      Buffer.from(
        csv([cellsOf(2, { title: 'Kelas X' })])
          .split('\n')[1]
          ?.replace('Kelas X', 'Kelas \xe9') ?? '',
        'latin1',
      ),
    ]),
    expected: ['2 R-1 Kelas é è ê 1000000', '3 TEXT_WRONGLY_DECODED title'],
  },
  semicolons: { content: csv(two, { delimiter: ';' }), expected: both },
  tabs: { content: csv(two, { delimiter: '\t' }), expected: both },
  'upright lines': {
    content: csv([cellsOf(1, { syllabus: 'Pengantar|6' })], { delimiter: '|' }),
    expected: ['2 R-1 Kelas 1 1000000'],
  },
  'the separator in a first line': {
    content: `sep=;\n${csv(two, { delimiter: ';' })}`,
    expected: ['3 R-1 Kelas 1 1000000', '4 R-2 Kelas 2 1000000'],
  },
  'line ends of Windows': { content: csv(two, { end: '\r\n' }), expected: both },
  'line ends of old Macs': { content: csv(two, { end: '\r' }), expected: both },
  'no line end at the end': { content: csv(two).trimEnd(), expected: both },
  'line ends inside a cell': {
    content: csv([cellsOf(1, { description: 'Baris satu\nbaris dua\n\nbaris tiga' }), cellsOf(2)]),
    expected: ['2 R-1 Kelas 1 1000000', '6 R-2 Kelas 2 1000000'],
  },
  'line ends of Windows inside a cell': {
    content: csv([cellsOf(1, { description: 'Baris satu\r\nbaris dua' }), cellsOf(2)], { end: '\r\n' }),
    expected: ['2 R-1 Kelas 1 1000000', '4 R-2 Kelas 2 1000000'],
  },
  'the separator inside a cell': {
    content: csv([cellsOf(1, { title: 'Las, dasar' })]),
    expected: ['2 R-1 Las, dasar 1000000'],
  },
  'doubled quotation marks': {
    content: csv([cellsOf(1, { title: 'Kelas "Las"' })]),
    expected: ['2 R-1 Kelas "Las" 1000000'],
  },
  'quotation marks inside a cell without any around it': {
    content: csv(two).replace('Kelas 1', 'Pipa 5" dan 6"'),
    expected: ['2 R-1 Pipa 5" dan 6" 1000000', '3 R-2 Kelas 2 1000000'],
  },
  'spaces before a quotation mark': {
    content: csv(two).replace('Kelas 1', ' "Las, dasar"'),
    expected: ['2 R-1 Las, dasar 1000000', '3 R-2 Kelas 2 1000000'],
  },
  'a cell that is never closed': {
    content: csv([cellsOf(1), cellsOf(2), cellsOf(3)]).replace('Kelas 1', '"Kelas 1'),
    expected: ['2 QUOTE_BROKEN', '3 R-2 Kelas 2 1000000', '4 R-3 Kelas 3 1000000'],
  },
  'a cell that is never closed, before rows that are quoted': {
    content: csv([
      cellsOf(1),
      cellsOf(2, { title: 'Las, dasar' }),
      cellsOf(3, { description: 'Satu,\ndua "tiga"' }),
    ]).replace('Kelas 1', '"Kelas 1'),
    expected: ['2 QUOTE_BROKEN', '3 R-2 Las, dasar 1000000', '4 R-3 Kelas 3 1000000'],
  },
  'a cell that is never closed, in the last row': {
    content: csv(two).replace('Kelas 2', '"Kelas 2'),
    expected: ['2 R-1 Kelas 1 1000000', '3 QUOTE_BROKEN'],
  },
  'a quotation mark that closes too early': {
    content: csv([cellsOf(1), cellsOf(2)]).replace('Kelas 1', '"Kelas" 1, "dua"'),
    expected: ['2 R-1 Kelas" 1, "dua 1000000', '3 R-2 Kelas 2 1000000'],
  },
  'a separator that nobody quoted': {
    content: csv(two).replace('Kelas 1', 'Las, dasar'),
    expected: ['2 ROW_TOO_WIDE', '3 R-2 Kelas 2 1000000'],
  },
  'empty columns at the end': { content: csv(two).replaceAll('\n', ',,,\n'), expected: both },
  'empty rows at the end': { content: `${csv(two)}\n\n,,,,,,,,\n   \n`, expected: both },
  'empty rows between': {
    content: csv([cellsOf(1), Array(9).fill(''), cellsOf(2)]),
    expected: ['2 R-1 Kelas 1 1000000', '4 R-2 Kelas 2 1000000'],
  },
  'a title above the header': {
    content: `Katalog Pelatihan 2026,,,\n\n${csv(two)}`,
    expected: ['4 R-1 Kelas 1 1000000', '5 R-2 Kelas 2 1000000'],
  },
  'a header that is repeated': {
    content: csv([cellsOf(1)]) + csv([cellsOf(2)]),
    expected: ['2 R-1 Kelas 1 1000000', '4 R-2 Kelas 2 1000000'],
  },
  'Indonesian headers': { content: csv(two, { header: INDONESIAN, delimiter: ';' }), expected: both },
  'headers with stars, capitals and spaces': {
    content: csv(two, {
      header: [
        'REFERENCE *',
        'Institution ID',
        ' Title ',
        'Description',
        'Mode',
        'PRICE',
        'Price Outside',
        'Syllabus',
        'Skills',
      ],
    }),
    expected: both,
  },
  'columns in another order, and some of the partner’s own': {
    content: csv(
      two.map((row) => ['catatan', ...row.toReversed()]),
      { header: ['Catatan internal', ...NAMES.toReversed()] },
    ),
    expected: both,
  },
  'a column under a name that only the partner knows': {
    content: csv(two, { header: NAMES.map((name) => (name === 'title' ? 'Nama Kelas Kami' : name)) }),
    map: ['Nama Kelas Kami=title'],
    expected: both,
  },
  'a mapped column beside one of the known name': {
    content: csv(
      two.map((row) => [...row, `Lain ${row[0]}`]),
      { header: [...NAMES, 'Judul baru'] },
    ),
    map: ['judul baru=title'],
    expected: ['2 R-1 Lain R-1 1000000', '3 R-2 Lain R-2 1000000'],
  },
  'units in columns': {
    content: csv([[...cellsOf(1).slice(0, 7), 'las:dasar', 'Pengantar', '2', 'Praktik', '4 jam']], {
      header: [...NAMES.slice(0, 7), 'Kompetensi', 'unit1_title', 'unit1_hours', 'Judul Unit 2', 'Jam Unit 2'],
    }),
    expected: ['2 R-1 Kelas 1 1000000'],
  },
  'a header of two rows with merged groups': {
    content: `Kode,ID Lembaga,Judul,Deskripsi,Metode,Harga,,Modul 1,,Kompetensi\n,,,,,Prakerja,Luar,Judul,Jam,\n${cellsOf(1).slice(0, 7).join(',')},Pengantar,6,welding:dasar\n`,
    expected: ['3 R-1 Kelas 1 1000000'],
  },
  'thousands with points': { content: withPrice('1.000.000'), expected: priced(1_000_000) },
  'thousands with commas': { content: withPrice('1,000,000'), expected: priced(1_000_000) },
  'Rp, points and decimals': { content: withPrice('Rp 1.000.000,00'), expected: priced(1_000_000) },
  'Rp. with a dash': { content: withPrice('Rp.1.000.000,-'), expected: priced(1_000_000) },
  'IDR, commas and decimals': { content: withPrice('IDR 1,000,000.00'), expected: priced(1_000_000) },
  'no-break spaces': { content: withPrice('Rp\u00a0850\u00a0000'), expected: priced(850_000) },
  'an exponent': { content: withPrice('1.05E+06'), expected: priced(1_050_000) },
  'an exponent with a comma': { content: withPrice('8,5E+05'), expected: priced(850_000) },
  'decimals alone': { content: withPrice('850000.00'), expected: priced(850_000) },
  'thousands of one group': { content: withPrice('850.000'), expected: priced(850_000) },
  'a fraction of a rupiah': { content: withPrice('850000,50'), expected: ['2 AMOUNT_UNREADABLE price'] },
  'words for a price': { content: withPrice('hubungi kami'), expected: ['2 AMOUNT_UNREADABLE price'] },
  'an amount below nothing': { content: withPrice('-850000'), expected: ['2 AMOUNT_UNREADABLE price'] },
  'groups of the wrong size': { content: withPrice('1.00.000'), expected: ['2 AMOUNT_UNREADABLE price'] },
  'no price': { content: withPrice(''), expected: ['2 CELL_MISSING price'] },
  'an error of the spreadsheet': { content: withPrice('#REF!'), expected: ['2 TEXT_IS_CELL_ERROR price'] },
  'an unknown mode': { content: csv([cellsOf(1, { mode: 'telepati' })]), expected: ['2 MODE_UNKNOWN mode'] },
  'an Indonesian mode': { content: csv([cellsOf(1, { mode: 'Tatap Muka' })]), expected: ['2 R-1 Kelas 1 1000000'] },
  'a unit without hours': {
    content: csv([cellsOf(1, { syllabus: 'Pengantar|2;Praktik' })]),
    expected: ['2 SYLLABUS_UNREADABLE syllabus[1]'],
  },
  'hours that are no number': {
    content: csv([cellsOf(1, { syllabus: 'Pengantar|dua' })]),
    expected: ['2 HOURS_UNREADABLE syllabus[0].hours'],
  },
  'an unknown level': {
    content: csv([cellsOf(1, { skills: 'welding:GURU' })]),
    expected: ['2 LEVEL_UNKNOWN outcomes[0].level'],
  },
  'a level without a skill': {
    content: csv([cellsOf(1, { skills: ':BASIC' })]),
    expected: ['2 SKILL_UNREADABLE outcomes[0]'],
  },
  'two faults in a row': {
    content: csv([cellsOf(1, { mode: '?', price: 'x' })]),
    expected: ['2 MODE_UNKNOWN mode', '2 AMOUNT_UNREADABLE price'],
  },
  'the same reference twice': {
    content: csv([cellsOf(1), cellsOf(2, { reference: ' R-1 ' })]),
    expected: ['2 R-1 Kelas 1 1000000', '3 REFERENCE_REPEATED reference'],
  },
  'a syllabus of ten megabytes': {
    content: csv([cellsOf(1, { syllabus: 'Bab|1;'.repeat(1_700_000) }), cellsOf(2)]),
    expected: ['2 RECORD_TOO_LARGE', '3 R-2 Kelas 2 1000000'],
  },
  'a syllabus of ten megabytes on many lines': {
    content: csv([cellsOf(1, { syllabus: 'Bab|1\n'.repeat(1_700_000) }), cellsOf(2)]),
    expected: ['2 RECORD_TOO_LARGE', '1700003 R-2 Kelas 2 1000000'],
  },
  'more units than a course has': {
    content: csv([cellsOf(1, { syllabus: 'Bab|1;'.repeat(61) })]),
    expected: ['2 COURSE_TOO_LARGE'],
  },
};

test('more than 40 oddities of text files', () => {
  expect(Object.keys(oddities).length).toBeGreaterThan(60);
});

test.each(Object.entries(oddities))('%s', async (_, { content, expected, map }) => {
  expect(await readCourseFile(content, map)).toEqual(expected);
});
